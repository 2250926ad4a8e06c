// The forms for what a recorder gives in for somebody else's seat. Drafts are kept by seat, so a refusal loses nothing.
import type { ComponentChildren } from "preact";
import { _ } from "../../live/messages";
import type { Arguments, Board, Position, Stance } from "../../live/types";
import { CHOICES, choiceWord, POSITIONS, positionWord, STANCES } from "../../parts/words";
import { Act } from "../act";
import { perform } from "../acts";
import { draft, forget } from "../drafts";
import { OneOf, submitWithCtrlEnter, Text } from "../fields";
import { nameOf } from "../people";
import { options } from "../words";
import { proposalsHere, targets } from "./targets";

interface FormProps {
  seat: string;
  hall: Board;
}

interface DeedProps {
  seat: string;
  what: string;
  label: string;
  args: Arguments;
  missing?: string | undefined;
  children: ComponentChildren;
}

/** The fields, and the button that sends them for the seat. */
function Deed({ seat, what, label, args, missing, children }: DeedProps) {
  const id = `behalf-form:${what}`;
  const send = async () => {
    const answer = await perform(
      id,
      what,
      { ...args, for_seat: seat },
      _("替 {name} 办好了：{what}", { name: nameOf(seat), what: label }),
    );
    if (answer?.ok) forget(`for:${seat}:${what}`);
  };
  return (
    <form
      class="stack"
      onKeyDown={submitWithCtrlEnter}
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) void send();
      }}
    >
      {children}
      <Act
        id={id}
        look="primary"
        label={_("替 {name}：{what}", { name: nameOf(seat), what: label })}
        whyNot={missing}
        run={send}
      />
    </form>
  );
}

function field(seat: string, what: string, name: string, initial = "") {
  return draft<string>(`for:${seat}:${what}:${name}`, initial);
}

export function HandForm({ seat }: { seat: string }) {
  const position = draft<Position | "">(`for:${seat}:raise_hand:position`, "");
  return (
    <Deed
      seat={seat}
      what="raise_hand"
      label={_("举手")}
      args={{ position: position.value }}
      missing={position.value ? undefined : _("请选态度。")}
    >
      <OneOf label={_("什么态度")} name="position" value={position} options={options(POSITIONS, positionWord)} />
    </Deed>
  );
}

export function OpinionForm({ seat }: { seat: string }) {
  const position = draft<Stance | "">(`for:${seat}:state_opinion:position`, "");
  const text = field(seat, "state_opinion", "text");
  return (
    <Deed
      seat={seat}
      what="state_opinion"
      label={_("提意见")}
      args={{ position: position.value, text: text.value.trim() }}
      missing={position.value && text.value.trim() ? undefined : _("请选态度，再写意见。")}
    >
      <OneOf label={_("什么态度")} name="position" value={position} options={options(STANCES, positionWord)} />
      <Text label={_("说了什么")} value={text} max={2000} lines={3} />
    </Deed>
  );
}

export function ProposeForm({ seat, hall }: FormProps) {
  const what = "propose";
  const title = field(seat, what, "title");
  const text = field(seat, what, "what");
  const who = field(seat, what, "who");
  const when = field(seat, what, "when");
  const money = field(seat, what, "money");
  const topic = hall.now.topic;
  const all = [title, text, who, when, money].map((one) => one.value.trim());
  const missing =
    topic === undefined ? _("现在没有在议的议题。") : all.every(Boolean) ? undefined : _("五项都要写：规则第 5 条。");
  const args = { topic, title: all[0], text: all[1], what: all[1], who: all[2], when: all[3], money: all[4] };
  return (
    <Deed seat={seat} what={what} label={_("提方案")} args={args} missing={missing}>
      <Text label={_("方案名称")} value={title} max={80} />
      <Text label={_("做什么")} value={text} max={2000} lines={2} />
      <Text label={_("谁来做")} value={who} max={200} />
      <Text label={_("何时完")} value={when} max={200} />
      <Text label={_("钱哪来")} value={money} max={200} />
    </Deed>
  );
}

export function AmendForm({ seat, hall }: FormProps) {
  const what = "amend";
  const proposals = proposalsHere(hall);
  const proposal = field(seat, what, "proposal", hall.now.proposal ?? proposals[0]?.value);
  const text = field(seat, what, "text");
  const reason = field(seat, what, "reason");
  const whole = field(seat, what, "new_text");
  const args = {
    proposal: proposal.value,
    text: text.value.trim(),
    reason: reason.value.trim(),
    ...(whole.value.trim() ? { new_text: whole.value.trim() } : {}),
  };
  const missing = !proposal.value
    ? _("没有可以改的方案。")
    : args.text && args.reason
      ? undefined
      : _("请写怎么改和理由。");
  return (
    <Deed seat={seat} what={what} label={_("提修改")} args={args} missing={missing}>
      <OneOf label={_("改哪个方案")} name="proposal" value={proposal} options={proposals} stacked />
      <Text label={_("怎么改")} value={text} max={2000} lines={2} />
      <Text label={_("理由")} value={reason} max={500} lines={2} />
      <Text label={_("改好以后的全文（可以不写）")} value={whole} max={2000} lines={2} />
    </Deed>
  );
}

export function ObjectForm({ seat, hall }: FormProps) {
  const what = "object";
  const open = proposalsHere(hall);
  const target = field(seat, what, "target", hall.now.proposal ?? open[0]?.value);
  const reason = field(seat, what, "reason");
  const missing = !target.value
    ? _("没有可以提异议的方案。")
    : reason.value.trim()
      ? undefined
      : _("请写理由：规则第 11 条。");
  return (
    <Deed
      seat={seat}
      what={what}
      label={_("提异议")}
      args={{ target: target.value, reason: reason.value.trim() }}
      missing={missing}
    >
      <OneOf label={_("对哪个方案")} name="target" value={target} options={open} stacked />
      <Text label={_("理由")} value={reason} max={500} lines={3} />
    </Deed>
  );
}

export function BallotForm({ seat, hall }: FormProps) {
  const id = hall.now.vote;
  const vote = id === undefined ? undefined : hall.votes[id];
  const choice = field(seat, "cast_ballot", "choice");
  if (!vote) return <p class="empty">{_("现在没有表决。")}</p>;
  if (vote.secrecy !== "open") return <p class="empty">{_("这次表决不公开，不能替人投。请发纸票。")}</p>;
  return (
    <Deed
      seat={seat}
      what="cast_ballot"
      label={_("投票")}
      args={{ vote: id, choice: choice.value }}
      missing={choice.value ? undefined : _("请问清楚他的意见再选。")}
    >
      <p>
        <b>{vote.title}</b>
      </p>
      <OneOf label={_("他的意见")} name="choice" value={choice} options={options(CHOICES, choiceWord)} />
    </Deed>
  );
}

interface TargetProps extends FormProps {
  what: "second" | "withdraw" | "request_secret";
  label: string;
}

export function TargetForm({ seat, hall, what, label }: TargetProps) {
  const open = targets(hall, what, seat);
  const target = field(seat, what, "target", open.length === 1 ? open[0]?.value : "");
  const chosen = open.some((one) => one.value === target.value) ? target.value : "";
  if (open.length === 0) return <p class="empty">{_("现在没有这样的方案、修改或异议。")}</p>;
  return (
    <Deed
      seat={seat}
      what={what}
      label={label}
      args={{ target: chosen }}
      missing={chosen ? undefined : _("请选一个。")}
    >
      <OneOf label={_("哪一个")} name="target" value={target} options={open} stacked />
    </Deed>
  );
}
