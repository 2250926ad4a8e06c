/** Counts of a closed vote: three words with three numbers, a bar for the proportion, and a row a group. */
import { _, number } from "../live/messages";
import type { Board, Tally, Vote } from "../live/types";
import { Icon } from "./icons";
import { groupsOf } from "./order";
import { CHOICES, choiceWord } from "./words";

/** The bar stands for everybody who may vote: what stays empty did not count for anything. */
export function TotalCounts({ vote, tally }: { vote: Vote; tally: Tally }) {
  const counts = tally.total;
  const cast = counts[0] + counts[1] + counts[2];
  const silent = Math.max(0, vote.eligible - cast - (tally.invalid ?? 0));
  return (
    <div class="total">
      <dl class="total-counts">
        {CHOICES.map((choice, index) => (
          <div key={choice} class={`c-${choice}`}>
            <dt>
              <Icon name={choice} /> {choiceWord(choice)}
            </dt>
            <dd class="numbers">{number(counts[index] ?? 0)}</dd>
          </div>
        ))}
      </dl>
      {cast > 0 && (
        <div class="total-bar" aria-hidden="true">
          {CHOICES.map((choice, index) => (
            <span key={choice} class={`bar-${choice}`} style={{ flexGrow: counts[index] ?? 0 }} />
          ))}
          <span style={{ flexGrow: Math.max(0, vote.eligible - cast) }} />
        </div>
      )}
      {silent > 0 && <p class="total-silent">{_("未投 {count} 人", { count: silent })}</p>}
    </div>
  );
}

/** By chamber and group, as far as the board shows them. */
export function GroupCounts({ board, tally }: { board: Board; tally: Tally }) {
  const shown = tally.by_group ?? {};
  const rows = groupsOf(board).filter((group) => group.id in shown);
  if (rows.length === 0) return null;
  return (
    <table class="group-counts">
      <thead>
        <tr>
          <th scope="col">{_("哪一方")}</th>
          {CHOICES.map((choice) => (
            <th scope="col" key={choice} class={`c-${choice}`}>
              {choiceWord(choice)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.label}</th>
            {(shown[row.id] ?? []).map((count, index) => (
              <td key={index} class={count === 0 ? "numbers none" : "numbers"}>
                {number(count)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
