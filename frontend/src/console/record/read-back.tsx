// The record and the results, large enough to be read aloud before the session ends (rule 16).
import { _, circled, dated, time } from "../../live/messages";
import type { Board, Mark, Proposal, Vote } from "../../live/types";
import { Icon } from "../../parts/icons";
import { logOf, proposalsOf } from "../../parts/order";
import { outcomeWord } from "../../parts/outcome";
import { proposalWord, stampWords } from "../../parts/words";
import { Act } from "../act";
import { perform, whyNot } from "../acts";

export function ReadBack({ hall }: { hall: Board }) {
  const closed = Object.entries(hall.votes).filter(([, vote]) => vote.status === "closed");
  const course = logOf(hall);
  return (
    <div class="readable">
      <Act
        id="read_back"
        look="primary"
        label={_("读完了")}
        whyNot={whyNot("read_back")}
        asks={_("从头到尾都读过了？")}
        run={() => perform("read_back", "read_back", {}, _("记下了：记录已宣读"))}
      />
      <h2>{_("方案")}</h2>
      <ul>
        {proposalsOf(hall).map((proposal) => (
          <li key={proposal.id}>
            {aloud(proposal)} <b>{proposalWord(proposal.status)}</b> {proposal.mark && <b>{reasonOf(proposal.mark)}</b>}
          </li>
        ))}
      </ul>
      <h2>{_("票数")}</h2>
      {closed.length === 0 && <p class="empty">{_("还没有表决。")}</p>}
      <ul>
        {closed.map(([id, vote]) => (
          <li key={id}>
            <Counted vote={vote} />
          </li>
        ))}
      </ul>
      <h2>{_("经过")}</h2>
      <p class="soft">{_("从头到尾，一共 {count} 条。", { count: course.length })}</p>
      <ol>
        {course.map((line) => (
          <li key={line.seq}>
            {time(line.at)} {line.text}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** `text` is what the amendments have made of it. */
function aloud({ no, title, text, what, who, when, money }: Proposal): string {
  const values = { no: circled(no), title, what: text || what, who, when: dated(when), money };
  return _("{no} {title}。做什么：{what}。谁来做：{who}。何时完：{when}。钱哪来：{money}。", values);
}

function reasonOf(mark: Mark): string {
  return _("{stamp}：{reason}", { stamp: stampWords(mark.body, mark.body_label), reason: mark.reason_text });
}

function Counted({ vote }: { vote: Vote }) {
  const [yes, no, abstain] = vote.tally?.total ?? [0, 0, 0];
  return (
    <>
      {_("{title}：赞成 {yes}，反对 {no}，弃权 {abstain}。", { title: vote.title, yes, no, abstain })}{" "}
      {vote.outcome && (
        <b>
          <Icon name={vote.outcome === "adopted" ? "for" : "note"} />
          {outcomeWord(vote.outcome)}
        </b>
      )}{" "}
      {vote.sentence}
    </>
  );
}
