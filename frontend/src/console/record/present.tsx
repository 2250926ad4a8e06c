// A few lines beside the recorder's work: what the hall is at.
import { _, circled, minutesAndSeconds, ordinal } from "../../live/messages";
import { you } from "../../live/store";
import type { Board, Vote } from "../../live/types";
import { speechClock } from "../../parts/speech";
import { sessionWord } from "../../parts/words";
import { PositionMark } from "../position";
import { votedSoFar } from "../turnout";

export function Present({ hall }: { hall: Board }) {
  const { topic: topicId, proposal: proposalId, vote: voteId } = hall.now;
  const topic = hall.topics[topicId ?? ""];
  const proposal = hall.proposals[proposalId ?? ""];
  const vote = hall.votes[voteId ?? ""];
  return (
    <section class="panel" aria-labelledby="present-title">
      <h2 id="present-title">{_("现在")}</h2>
      <p>
        {topic
          ? _("议题{no} {title}", { no: ordinal(topic.no), title: topic.title })
          : sessionWord(hall.session.status)}
      </p>
      {proposal && (
        <p>
          <b>
            {circled(proposal.no)} {proposal.title}
          </b>
        </p>
      )}
      {vote && voteId !== undefined && <p>{turnoutWords(voteId, vote)}</p>}
      <Speaking hall={hall} />
      {you.value?.next?.[0] && <p class="soft">{_("接下来：{step}", { step: you.value.next[0].label })}</p>}
    </section>
  );
}

/** Hands and paper are counted by the recorder: nobody "has voted" before that. */
function turnoutWords(id: string, vote: Vote): string {
  const voted = votedSoFar(id, vote);
  if (vote.method === "online") {
    return _("正在表决，{voted} / {eligible} 人已投", { voted, eligible: vote.eligible });
  }
  if (vote.method !== "show_of_hands") {
    return voted === 0 ? _("正在表决，等记录人数票") : _("正在表决，收回纸票 {voted} 张", { voted });
  }
  if (voted === 0) return _("正在表决，等记录人数手");
  return voted < vote.eligible
    ? _("正在表决，数了 {voted} / {eligible} 人", { voted, eligible: vote.eligible })
    : _("正在表决，已数好");
}

function Speaking({ hall }: { hall: Board }) {
  const speaker = hall.floor.speaker;
  if (!speaker) return null;
  const clock = speechClock(speaker);
  return (
    <p>
      {_("正在发言：{name}", { name: speaker.name })} {speaker.position && <PositionMark position={speaker.position} />}{" "}
      <b class="numbers">{clock && minutesAndSeconds(clock.left)}</b>
    </p>
  );
}
