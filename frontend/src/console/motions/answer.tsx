// 当场答复: an objection that somebody seconded is answered and goes into the minutes.
import { _ } from "../../live/messages";
import { board } from "../../live/store";
import type { AnswerKind, Objection } from "../../live/types";
import { proposalsOf } from "../../parts/order";
import { perform } from "../acts";
import { draft, forget } from "../drafts";
import { OneOf, Text } from "../fields";
import { closeSheet, Sheet } from "../sheet";
import { ANSWER_KINDS, answerWord, options } from "../words";

export function unanswered(objection: Objection): boolean {
  return objection.status === "raised" || objection.status === "seconded";
}

/** The open objections, those about the motion on the table first. */
export function openObjections(): [id: string, objection: Objection][] {
  const hall = board.value;
  if (!hall) return [];
  const found: [string, Objection][] = [];
  for (const proposal of proposalsOf(hall)) {
    const open = Object.entries(proposal.objections ?? {}).filter(([, objection]) => unanswered(objection));
    if (proposal.id === hall.now.proposal) found.unshift(...open);
    else found.push(...open);
  }
  return found;
}

export function AnswerSheet({ objection: suggested }: { objection?: string | undefined }) {
  const open = openObjections();
  const chosen = draft<string>(`answer-which:${suggested ?? ""}`, suggested ?? open[0]?.[0] ?? "");
  const id = open.some(([one]) => one === chosen.value) ? chosen.value : (open[0]?.[0] ?? "");
  const response = draft(`answer:${id}:response`, "");
  const how = draft<AnswerKind | "">(`answer:${id}:how`, "answered");
  const objection = open.find(([one]) => one === id)?.[1];
  const send = async () => {
    const args = { objection: id, response: response.value.trim(), how: how.value };
    const answer = await perform("answer", "answer_objection", args, _("答复记下了"));
    if (!answer?.ok) return;
    forget(`answer:${id}`);
    closeSheet();
  };
  if (!objection)
    return (
      <Sheet title={_("答复异议")}>
        <p>{_("没有等着答复的异议。")}</p>
      </Sheet>
    );
  return (
    <Sheet
      title={_("答复异议")}
      id="answer"
      submit={_("记下答复")}
      onSubmit={send}
      missing={response.value.trim() ? undefined : _("请写出答复。")}
    >
      {open.length > 1 ? (
        <OneOf
          label={_("答复哪一条")}
          name="objection"
          value={chosen}
          stacked
          options={open.map(([value, one]) => ({ value, label: one.reason, hint: one.by }))}
        />
      ) : (
        <p class="lead">{_("{name}：{reason}", { name: objection.by, reason: objection.reason })}</p>
      )}
      <Text label={_("答复")} value={response} max={2000} lines={3} first />
      <OneOf label={_("怎么解决的")} name="how" value={how} options={options(ANSWER_KINDS, answerWord)} />
    </Sheet>
  );
}
