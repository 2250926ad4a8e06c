/** 评议: what the sheets said, item by item; the same table on the wall, the phones and the consoles. */
import { _ } from "../live/messages";
import type { Score } from "../live/types";
import type { Identified } from "./order";
import { gradeWord, GRADES } from "./words";

export function Scores({ scores }: { scores: readonly Identified<Score>[] }) {
  return (
    <table class="scores">
      <thead>
        <tr>
          {GRADES.map((grade) => (
            <th key={grade} scope="col">
              {gradeWord(grade)}
            </th>
          ))}
        </tr>
      </thead>
      {scores.map((score) => (
        <tbody key={score.id}>
          <tr>
            <th colSpan={GRADES.length} scope="rowgroup">
              {score.item}
              <small>
                {_("发出 {issued}，收回 {returned}，无效 {invalid}", {
                  issued: score.issued,
                  returned: score.returned,
                  invalid: score.invalid,
                })}
              </small>
            </th>
          </tr>
          <tr>
            {GRADES.map((grade) => (
              <td key={grade}>{score.counts[grade]}</td>
            ))}
          </tr>
        </tbody>
      ))}
    </table>
  );
}
