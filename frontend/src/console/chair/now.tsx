// The middle of the chair's screen: whatever the hall is at.
import { secondsUntil } from "../../live/clock";
import { _, minutesAndSeconds, ordinal, time } from "../../live/messages";
import { page } from "../../live/page";
import type { Board } from "../../live/types";
import { groupsOf, proposalsOf, scoresOf } from "../../parts/order";
import { Scores } from "../../parts/scores";
import { FloorPanel } from "./floor";
import { Motion } from "../motions/motion";
import { Opinions } from "../motions/opinions";
import { OpenVote, Result } from "./vote";

export function Now({ hall }: { hall: Board }) {
  return (
    <>
      <section class="panel grow">
        <h2 id="now-title">{_("现在")}</h2>
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="now-title">
          <Middle hall={hall} />
        </div>
      </section>
      {hall.session.status === "in_progress" && !hall.now.vote && <FloorPanel hall={hall} />}
    </>
  );
}

function Middle({ hall }: { hall: Board }) {
  switch (hall.session.status) {
    case "check_in":
      return <CheckIn hall={hall} />;
    case "recess":
      return <Recess until={hall.session.recess_until} />;
    case "closed":
    case "inquorate":
      return <Closed hall={hall} />;
    case "in_progress":
      return <Debate hall={hall} />;
  }
}

function Debate({ hall }: { hall: Board }) {
  const { topic: topicId, proposal: proposalId, vote: voteId, result: resultId, amendment } = hall.now;
  const topic = topicId === undefined ? undefined : hall.topics[topicId];
  const proposal = proposalId === undefined ? undefined : hall.proposals[proposalId];
  const vote = voteId === undefined ? undefined : hall.votes[voteId];
  const result = resultId === undefined ? undefined : hall.votes[resultId];
  if (!topic) return <p class="empty">{_("还没有开始议题。在「今日议题」里选一个，或者照「接下来」做。")}</p>;
  return (
    <>
      <p class="now-topic">{_("议题{no} {title}", { no: ordinal(topic.no), title: topic.title })}</p>
      {voteId !== undefined && vote && <OpenVote id={voteId} vote={vote} hall={hall} />}
      {!vote && result && <Result vote={result} hall={hall} />}
      {proposalId !== undefined && proposal ? (
        <Motion id={proposalId} proposal={proposal} amendment={amendment} />
      ) : hall.session.form === "hearing" ? (
        <Opinions hall={hall} topic={topicId} />
      ) : hall.session.form === "appraisal" ? (
        <Scored hall={hall} topic={topicId} />
      ) : (
        <p class="empty">
          {proposalsOf(hall, topicId).length
            ? _("桌面上没有方案。「方案」里有这个议题的全部方案。")
            : _("这个议题还没有人提方案。")}
        </p>
      )}
    </>
  );
}

function Scored({ hall, topic }: { hall: Board; topic: string | undefined }) {
  const scores = scoresOf(hall, topic);
  return scores.length === 0 ? (
    <p class="empty">{_("发评议票，不写名字。计票人、监票人数好，由记录人在「评议」里记下来。")}</p>
  ) : (
    <Scores scores={scores} />
  );
}

function CheckIn({ hall }: { hall: Board }) {
  return (
    <>
      <p>{_("正在签到。谁没有手机，由记录人点名，或者在「到会」里点一下名字。")}</p>
      <Presence hall={hall} />
    </>
  );
}

function Presence({ hall }: { hall: Board }) {
  return (
    <table class="tally">
      <caption class="visually-hidden">{_("各方到会人数")}</caption>
      <thead>
        <tr>
          <th scope="col">{_("哪一方")}</th>
          <th scope="col">{_("应到")}</th>
          <th scope="col">{_("到会")}</th>
        </tr>
      </thead>
      <tbody>
        {groupsOf(hall).map((group) => (
          <tr key={group.id}>
            <th scope="row">{group.label}</th>
            <td>{group.expected}</td>
            <td>{group.present}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{_("合计")}</th>
          <td>{hall.quorum.expected}</td>
          <td>{hall.quorum.present}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function Recess({ until }: { until: string | undefined }) {
  const left = until === undefined ? null : secondsUntil(until);
  return (
    <div class="floor">
      <p class="left">{left === null ? "" : minutesAndSeconds(left)}</p>
      <p>{until === undefined ? _("正在休息。") : _("正在休息，{time} 继续。", { time: time(until) })}</p>
    </div>
  );
}

function Closed({ hall }: { hall: Board }) {
  const votes = Object.values(hall.votes).filter((vote) => vote.status === "closed");
  return (
    <>
      <p>
        {_("已经散会。议题、方案和票数都留在这次会议的网页上：")}
        <a href={`/sessions/${page.code}`}>{_("看记录")}</a>
      </p>
      {votes.map((vote) => (
        <Result key={vote.title + vote.motion} vote={vote} hall={hall} short />
      ))}
    </>
  );
}
