/** 听证会: what was said on the topic at hand, newest first, each with what became of it. */
import { _, circled } from "../live/messages";
import type { Board, Opinion } from "../live/types";
import { Fit } from "../parts/fit";
import { Icon } from "../parts/icons";
import { type Identified, opinionsOf } from "../parts/order";
import { positionWord, takenUpWord } from "../parts/words";
import { shorten } from "./shorten";

/** In characters: of an opinion and of the reason in its answer, from everything to what it is known by. */
const LENGTHS: readonly number[] = [Infinity, 120, 60, 30];

function Card({ opinion, length }: { opinion: Identified<Opinion>; length: number }) {
  const { answer, position } = opinion;
  return (
    <li class="proposal opinion">
      <h3>
        <span class="no">{circled(opinion.no)}</span>
        {shorten(opinion.text, length)}
      </h3>
      <p class="proposal-facts">
        {position && (
          <span class={`c-${position}`}>
            <Icon name={position} /> {positionWord(position)}
          </span>
        )}
        <span>{opinion.written ? _("{name}的来信", { name: opinion.by ?? "" }) : opinion.by}</span>
      </p>
      {answer ? (
        <p class={`piece ${answer.taken_up === "not_taken_up" ? "piece-objection" : ""}`}>
          <b>{takenUpWord(answer.taken_up)}</b>
          {shorten(answer.reason, length)}
        </p>
      ) : (
        <p class="proposal-facts">{takenUpWord(undefined)}</p>
      )}
    </li>
  );
}

export function Opinions({ board }: { board: Board }) {
  const all = opinionsOf(board, board.now.topic).reverse();
  return (
    <section class="column">
      <h2>{_("大家的意见")}</h2>
      {all.length === 0 ? (
        <p class="empty">{_("还没有意见。说出来，每一条都会答复采纳不采纳、为什么。")}</p>
      ) : (
        <Fit levels={LENGTHS.length + all.length - 1} of={JSON.stringify(all)} class="proposals">
          {(level) => {
            const length = LENGTHS[Math.min(level, LENGTHS.length - 1)] ?? Infinity;
            const shown = all.slice(0, all.length - Math.max(0, level - LENGTHS.length + 1));
            return (
              <>
                <ol>
                  {shown.map((opinion) => (
                    <Card key={opinion.id} opinion={opinion} length={length} />
                  ))}
                </ol>
                {shown.length < all.length && (
                  <p class="more">{_("另有 {count} 条意见", { count: all.length - shown.length })}</p>
                )}
              </>
            );
          }}
        </Fit>
      )}
    </section>
  );
}
