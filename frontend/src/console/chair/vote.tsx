// A vote while it is open, and its result with the sentence that explains it.
import { _, number } from "../../live/messages";
import type { Board, Counts, Vote } from "../../live/types";
import { OutcomeLine } from "../../parts/outcome";
import { groupsOf } from "../../parts/order";
import { CHOICES, choiceWord, methodWord, motionWord } from "../../parts/words";
import { Act } from "../act";
import { perform, whyNot } from "../acts";
import { groupLabel } from "../people";
import { votedSoFar } from "../turnout";

export function OpenVote({ id, vote, hall }: { id: string; vote: Vote; hall: Board }) {
  const voted = votedSoFar(id, vote);
  const left = Math.max(0, vote.eligible - voted);
  const byHand = vote.method === "show_of_hands";
  return (
    <section class="vote">
      <h3>{_("正在表决：{title}", { title: vote.title })}</h3>
      <p class="soft">
        {motionWord(vote.motion)} · {methodWord(vote.method)}
      </p>
      <div class="turnout">
        <span>
          <b>{number(voted)}</b> {byHand ? _("人数好了") : _("人已投")}
        </span>
        <span>
          <b>{number(left)}</b> {byHand ? _("人还没数") : _("人还没投")}
        </span>
        <Act
          id="close_vote"
          look="primary"
          label={_("结束表决")}
          hotkey="c"
          whyNot={whyNot("close_vote")}
          asks={closeVoteQuestion(hall, id)}
          run={() => perform("close_vote", "close_vote", { vote: id })}
        />
      </div>
      <div class="bar" aria-hidden="true">
        <span style={{ width: `${vote.eligible ? (100 * voted) / vote.eligible : 0}%` }} />
      </div>
      {waitingForRecorder(vote) && (
        <p>
          <b>{_("票数由记录人记。记录人记好以后再结束表决。")}</b>
        </p>
      )}
      {vote.hands && <Counted counts={vote.hands} />}
      <p class="soft">{vote.rule}</p>
    </section>
  );
}

/** Hands and paper are counted by the tellers; nothing was entered yet. */
function waitingForRecorder(vote: Vote): boolean {
  return vote.method !== "online" && vote.hands === undefined && vote.paper === undefined;
}

function Counted({ counts }: { counts: Record<string, Counts> }) {
  const groups = Object.keys(counts).map(groupLabel).join(_("、"));
  return <p>{_("记录人已经记了举手：{groups}", { groups })}</p>;
}

/** Names how many have not voted, so that nobody ends a vote by mistake. */
export function closeVoteQuestion(hall: Board, id: string): string {
  const vote = hall.votes[id];
  const left = vote ? vote.eligible - votedSoFar(id, vote) : 0;
  return left > 0 ? _("还有 {n} 人没投。真的结束表决？", { n: left }) : _("都投了。结束表决，公布结果？");
}

export function Result({ vote, hall, short = false }: { vote: Vote; hall: Board; short?: boolean }) {
  return (
    <section class="vote">
      <h3>{vote.title}</h3>
      {vote.outcome && <OutcomeLine outcome={vote.outcome} />}
      {vote.sentence && <p>{vote.sentence}</p>}
      {vote.tally && !short && <TallyTable vote={vote} hall={hall} />}
    </section>
  );
}

function TallyTable({ vote, hall }: { vote: Vote; hall: Board }) {
  const counted = groupsOf(hall).filter(({ id }) => vote.tally?.by_group?.[id]);
  return (
    <table class="tally">
      <caption class="visually-hidden">{_("票数")}</caption>
      <thead>
        <tr>
          <th scope="col">{_("哪一方")}</th>
          {CHOICES.map((choice) => (
            <th key={choice} scope="col">
              {choiceWord(choice)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {counted.map(({ id, label }) => (
          <tr key={id}>
            <th scope="row">{label}</th>
            {vote.tally?.by_group?.[id]?.map((count, index) => (
              <td key={index}>{count}</td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{_("合计")}</th>
          {vote.tally?.total.map((count, index) => (
            <td key={index}>{count}</td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
