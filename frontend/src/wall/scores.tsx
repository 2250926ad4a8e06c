/** 评议会: how the topic at hand was scored, newest item first; what does not fit folds into a number. */
import { _ } from "../live/messages";
import type { Board } from "../live/types";
import { Fit } from "../parts/fit";
import { scoresOf } from "../parts/order";
import { Scores } from "../parts/scores";

export function ScoreColumn({ board }: { board: Board }) {
  const all = scoresOf(board, board.now.topic).reverse();
  return (
    <section class="column">
      <h2>{_("评议结果")}</h2>
      {all.length === 0 ? (
        <p class="empty">{_("评议票不写名字。收齐数好，结果就写在这里。")}</p>
      ) : (
        <Fit levels={all.length} of={JSON.stringify(all)} class="proposals">
          {(level) => (
            <>
              <Scores scores={all.slice(0, all.length - level)} />
              {level > 0 && <p class="more">{_("另有 {count} 项", { count: level })}</p>}
            </>
          )}
        </Fit>
      )}
    </section>
  );
}
