/** An open vote. What is chosen and what is saved are two things, and both are said. */
import { useState } from "preact/hooks";
import { canReadAloud, readAloud } from "../live/aloud";
import { pending, progress, send } from "../live/commands";
import { _, circled } from "../live/messages";
import { pulse, you } from "../live/store";
import type { Board, Choice, Vote, You } from "../live/types";
import { Icon } from "../parts/icons";
import { findAmendment } from "../parts/order";
import { CHOICES, choiceWord, methodWord, motionWord } from "../parts/words";
import { elder } from "./elder";
import { Facts } from "./proposal";

/** The choice that is on its way, if any: the last one given counts. */
function onItsWay(vote: string): Choice | undefined {
  const mine = pending.value.filter((command) => command.do === "cast_ballot" && command.args["vote"] === vote);
  return mine[mine.length - 1]?.args["choice"] as Choice | undefined;
}

function Saved({ choice, state }: { choice: Choice | undefined; state: "saving" | "offline" | undefined }) {
  if (state === "saving") {
    return (
      <p class="saved" role="status">
        <Icon name="clock" /> {_("正在保存……")}
      </p>
    );
  }
  if (state === "offline") {
    return (
      <p class="saved saved-not-yet" role="status">
        <Icon name="offline" /> {_("还没送到：没有网络，连上后自动送出。")}
      </p>
    );
  }
  return choice ? (
    <p class="saved saved-yes" role="status">
      <Icon name="for" /> {_("保存好了：{choice}。结束前可以改。", { choice: choiceWord(choice) })}
    </p>
  ) : (
    <p class="saved" role="status">
      {_("结束前可以改。")}
    </p>
  );
}

function Choices({ id, ballot }: { id: string; ballot: NonNullable<You["ballot"]> }) {
  const going = onItsWay(id);
  const chosen = going ?? ballot.choice;
  const state = progress((command) => command.do === "cast_ballot" && command.args["vote"] === id);
  return (
    <div class="dock">
      <p class="ask" id="ask">
        {you.value?.group && !elder.value ? _("您的意见？（您代表：{group}）", { group: you.value.group }) : _("您的意见？")}
      </p>
      <div class="choices" role="group" aria-labelledby="ask">
        {CHOICES.map((choice) => (
          <button
            type="button"
            key={choice}
            class={`choice c-${choice}`}
            aria-pressed={chosen === choice}
            onClick={() => void send("cast_ballot", { vote: id, choice })}
          >
            <Icon name={choice} />
            {choiceWord(choice)}
            {chosen === choice && <small>{going ? _("选了这个") : _("已保存")}</small>}
          </button>
        ))}
      </div>
      <Saved choice={ballot.choice} state={state} />
    </div>
  );
}

/** How this person votes, where the phone is not the way. */
function OtherWay({ vote, ballot }: { vote: Vote; ballot: You["ballot"] }) {
  if (!ballot) return <p class="notice">{_("正在表决，结果会显示在这里。")}</p>;
  if (!ballot.eligible) return <p class="notice">{ballot.why_not ?? _("这次表决您不投票。")}</p>;
  if (vote.method === "show_of_hands" || ballot.way === "hand") {
    return (
      <div class="raise">
        <Icon name="hand" />
        <p>{_("请举手，等工作人员数好再放下。")}</p>
        <p class="soft">{_("先数赞成，再数反对，最后数弃权。")}</p>
      </div>
    );
  }
  return (
    <div class="raise">
      <Icon name="note" />
      <p>
        {vote.method === "paper_open"
          ? _("请在票上写名字、打勾，交到计票处。")
          : _("请到一边填票，折好，投进票箱。不写名字。")}
      </p>
    </div>
  );
}

export function Ballot({ board, id, vote }: { board: Board; id: string; vote: Vote }) {
  const ballot = you.value?.ballot;
  const proposal = board.proposals[vote.target];
  const amended = findAmendment(board, vote.target);
  const byPhone = vote.method === "online" && ballot?.eligible && (ballot.way ?? "phone") === "phone" && !ballot.why_not;
  // In large type the question and the choices come first; the rest is one tap away.
  const [asked, setAsked] = useState(false);
  const whole = asked || !elder.value;
  const voted = pulse.value?.turnout[id];
  return (
    <>
      {!byPhone && <OtherWay vote={vote} ballot={ballot} />}
      <article class="card stack">
        {whole && (
          <p class="kind">
            {motionWord(vote.motion)} · {methodWord(vote.method)}
          </p>
        )}
        <h2>{vote.title}</h2>
        {whole && <p class="soft">{vote.rule}</p>}
        {whole && amended && (
          <p class="soft">
            {_("修改方案 {no} {title}", { no: circled(amended.proposal.no), title: amended.proposal.title })}
          </p>
        )}
        {whole && amended?.amendment.new_text && (
          <p>{_("改好以后：{text}", { text: amended.amendment.new_text })}</p>
        )}
        {whole && proposal && <Facts proposal={proposal} />}
        {whole && vote.secrecy !== "open" && (
          <p class="soft">
            <Icon name="secret" /> {_("只公布票数，不公布谁怎么投。")}
          </p>
        )}
        {whole && vote.method === "online" && voted !== undefined && (
          <p class="soft">
            {_("已投 {count} 人，还有 {rest} 人", { count: voted, rest: Math.max(0, vote.eligible - voted) })}
          </p>
        )}
        <div class="beside">
          {canReadAloud && (
            <button type="button" class="button" onClick={() => readAloud([vote.title, vote.rule])}>
              <Icon name="sound" />
              {_("念给我听")}
            </button>
          )}
          {!whole && (
            <button type="button" class="button" onClick={() => setAsked(true)}>
              {_("看全文")}
            </button>
          )}
        </div>
      </article>
      {byPhone && ballot && <Choices id={id} ballot={ballot} />}
    </>
  );
}
