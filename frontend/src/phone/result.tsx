import { canReadAloud, readAloud } from "../live/aloud";
import { _ } from "../live/messages";
import type { Board, Vote } from "../live/types";
import { Icon } from "../parts/icons";
import { OutcomeLine, outcomeWord, Stamp } from "../parts/outcome";
import { GroupCounts, TotalCounts } from "../parts/tally";

export function ResultCard({ board, vote }: { board: Board; vote: Vote }) {
  const mark = board.proposals[vote.target]?.mark;
  const words = [vote.title, vote.outcome && outcomeWord(vote.outcome), vote.sentence].filter((word) => word !== undefined);
  return (
    <article class="card stack">
      <p class="kind">{_("表决结果")}</p>
      <h2>{vote.title}</h2>
      {vote.outcome && <OutcomeLine outcome={vote.outcome} />}
      {mark && <Stamp mark={mark} />}
      {vote.sentence && <p>{vote.sentence}</p>}
      {mark && <p class="soft">{mark.reason_text}</p>}
      {vote.tally && <TotalCounts vote={vote} tally={vote.tally} />}
      {vote.tally && <GroupCounts board={board} tally={vote.tally} />}
      {canReadAloud && (
        <button type="button" class="button" onClick={() => readAloud(words)}>
          <Icon name="sound" />
          {_("念给我听")}
        </button>
      )}
    </article>
  );
}
