// 不能马上办: why, and who decides instead.
import { _, circled } from "../../live/messages";
import { board } from "../../live/store";
import type { Arguments, Board } from "../../live/types";
import { proposalsOf } from "../../parts/order";
import { perform } from "../acts";
import { draft, forget } from "../drafts";
import { OneOf, Text } from "../fields";
import { closeSheet, Sheet } from "../sheet";

export function MarkSheet({ suggested = {} }: { suggested?: Arguments }) {
  const hall = board.value;
  const given = (name: string) => (typeof suggested[name] === "string" ? suggested[name] : "");
  const proposals = hall ? markable(hall) : [];
  const first = given("proposal") || hall?.now.proposal || proposals[0]?.value || "";
  const proposal = draft(`mark-which:${first}`, first);
  const at = `mark:${proposal.value}:`;
  const reason = draft(`${at}code`, given("reason_code"));
  const body = draft(`${at}body`, given("body"));
  const text = draft(`${at}text`, given("reason_text"));
  const due = draft(`${at}due`, given("due"));
  const send = async () => {
    const answer = await perform(
      "mark",
      "mark_deferred",
      {
        proposal: proposal.value,
        reason_code: reason.value,
        reason_text: text.value.trim(),
        body: body.value,
        ...(due.value.trim() ? { due: due.value.trim() } : {}),
      },
      _("标记好了"),
    );
    if (!answer?.ok) return;
    forget(at);
    closeSheet();
  };
  if (!hall || proposals.length === 0)
    return (
      <Sheet title={_("不能马上办")}>
        <p>{_("还没有方案可以标记。")}</p>
      </Sheet>
    );
  const missing = !reason.value
    ? _("请选原因。")
    : !body.value
      ? _("请选交给谁。")
      : !text.value.trim()
        ? _("请写明原因。")
        : undefined;
  return (
    <Sheet title={_("不能马上办")} id="mark" submit={_("标上「不能马上办」")} onSubmit={send} missing={missing} wide>
      {proposals.length > 1 ? (
        <OneOf label={_("哪个方案")} name="proposal" value={proposal} options={proposals} />
      ) : (
        <p class="lead">{proposals[0]?.label}</p>
      )}
      <div class="columns">
        <OneOf
          label={_("为什么不能马上办")}
          name="reason"
          value={reason}
          options={listed(hall.options?.reasons)}
          stacked
        />
        <div class="stack">
          <OneOf label={_("交给谁决定")} name="body" value={body} options={listed(hall.options?.bodies)} />
          <Text
            label={_("原因写明白")}
            hint={_("会写在大屏和纪要上。")}
            value={text}
            max={500}
            lines={4}
            first={reason.value !== ""}
          />
          <Text label={_("什么时候办（可以不写）")} value={due} max={200} />
        </div>
      </div>
    </Sheet>
  );
}

function listed(labels: Record<string, string> = {}): { value: string; label: string }[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}

function markable(hall: Board): { value: string; label: string }[] {
  return proposalsOf(hall, hall.now.topic)
    .filter((proposal) => proposal.status !== "withdrawn")
    .map((proposal) => ({ value: proposal.id, label: `${circled(proposal.no)} ${proposal.title}` }));
}

export function UnmarkSheet({ proposal }: { proposal: string }) {
  const reason = draft(`unmark:${proposal}`, "");
  const send = async () => {
    const answer = await perform("unmark", "unmark", { proposal, reason: reason.value.trim() }, _("标记去掉了"));
    if (!answer?.ok) return;
    forget(`unmark:${proposal}`);
    closeSheet();
  };
  return (
    <Sheet
      title={_("去掉标记")}
      id="unmark"
      submit={_("去掉标记")}
      onSubmit={send}
      missing={reason.value.trim() ? undefined : _("请写明为什么。")}
    >
      <p>{_("标记会从大屏上去掉；记录里两次都保留。")}</p>
      <Text label={_("为什么")} value={reason} max={500} lines={2} />
    </Sheet>
  );
}
