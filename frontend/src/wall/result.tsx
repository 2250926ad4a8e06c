/** The result of the vote just closed: what came of it, why, and who voted how by chamber and group. */
import type { Board, Vote } from "../live/types";
import { _ } from "../live/messages";
import { Fit } from "../parts/fit";
import { OutcomeLine, Stamp } from "../parts/outcome";
import { GroupCounts, TotalCounts } from "../parts/tally";
import { shorten } from "./shorten";

/** Characters of the title at each level: an amendment's is its text, which may be as long as any. */
const TITLES = [Infinity, Infinity, Infinity, 110, 80, 40];

export function Result({ board, vote }: { board: Board; vote: Vote }) {
  const mark = board.proposals[vote.target]?.mark;
  return (
    <main class="moment result">
      <Fit levels={TITLES.length} of={JSON.stringify([vote, mark])} class="moment-fit">
        {(level) => (
          <div class={`scale-${Math.min(level, 4)}`}>
            <h2>{shorten(vote.title, TITLES[level] ?? Infinity)}</h2>
            <div class="result-outcome">
              {vote.outcome && <OutcomeLine outcome={vote.outcome} />}
              {mark && <Stamp mark={mark} landing />}
            </div>
            {vote.sentence && <p class="result-sentence">{vote.sentence}</p>}
            {mark && level < 3 && <p class="result-sentence">{mark.reason_text}</p>}
            {vote.tally && (
              <div class="result-counts">
                <TotalCounts vote={vote} tally={vote.tally} />
                <GroupCounts board={board} tally={vote.tally} />
              </div>
            )}
            {vote.tally?.invalid !== undefined && vote.tally.invalid > 0 && (
              <p class="result-sentence">{_("无效票 {count} 张", { count: vote.tally.invalid })}</p>
            )}
          </div>
        )}
      </Fit>
    </main>
  );
}
