// 开始表决: on what, in which way, by whom. Starts from what the procedure suggests.
import { _, circled } from "../../live/messages";
import { board, you } from "../../live/store";
import type { Board, Method, MotionType, Secrecy } from "../../live/types";
import { groupsOf, proposalsOf } from "../../parts/order";
import { methodWord, motionWord, secrecyWord } from "../../parts/words";
import { perform } from "../acts";
import { draft, forget } from "../drafts";
import { OneOf, SomeOf } from "../fields";
import { closeSheet, Sheet } from "../sheet";
import { METHODS, MOTIONS, options, SECRECIES } from "../words";

type Whose = "all" | "groups";

export function OpenVoteSheet() {
  const hall = board.value;
  const targets = hall ? votable(hall) : [];
  const suggestion = you.value?.next?.find((step) => step.do === "open_vote")?.args ?? {};
  const named = (name: string) => (typeof suggestion[name] === "string" ? suggestion[name] : undefined);

  const target = draft(
    `vote:${key(hall)}:target`,
    named("target") ?? hall?.now.amendment ?? hall?.now.proposal ?? targets[0]?.value ?? "",
  );
  const isAmendment = !(hall && target.value in hall.proposals);
  const usual = named("target") === target.value ? named("motion") : undefined;
  const motion = draft<MotionType | "">(
    `vote:${key(hall)}:motion:${target.value}`,
    (usual as MotionType | undefined) ?? (isAmendment ? "amendment" : "substantive"),
  );
  const method = draft<Method | "">(
    `vote:${key(hall)}:method`,
    (named("method") as Method | undefined) ?? "show_of_hands",
  );
  const secrecy = draft<Secrecy | "rules" | "">(`vote:${key(hall)}:secrecy`, "rules");
  const whose = draft<Whose | "">(`vote:${key(hall)}:whose`, "all");
  const groups = draft<readonly string[]>(`vote:${key(hall)}:groups`, []);

  const send = async () => {
    const answer = await perform("open_vote", "open_vote", {
      target: target.value,
      motion: motion.value,
      method: method.value,
      ...(secrecy.value === "rules" ? {} : { secrecy: secrecy.value }),
      ...(whose.value === "groups" ? { electorate: groups.value } : {}),
    });
    if (!answer?.ok) return;
    forget("vote:");
    closeSheet();
  };
  if (targets.length === 0)
    return (
      <Sheet title={_("开始表决")}>
        <p>{_("没有可以表决的方案或修改。")}</p>
      </Sheet>
    );
  return (
    <Sheet
      title={_("开始表决")}
      id="open_vote"
      submit={_("开始表决")}
      onSubmit={send}
      wide
      missing={whose.value === "groups" && groups.value.length === 0 ? _("请选哪几方投票。") : undefined}
    >
      <OneOf label={_("表决什么")} name="target" value={target} options={targets} stacked />
      <div class="columns">
        <OneOf
          label={_("怎么定")}
          name="motion"
          value={motion}
          options={options(
            isAmendment ? (["amendment"] as const) : MOTIONS.filter((one) => one !== "amendment"),
            motionWord,
          )}
        />
        <OneOf label={_("怎么投")} name="method" value={method} options={options(METHODS, methodWord)} />
        <OneOf
          label={_("公开不公开")}
          name="secrecy"
          value={secrecy}
          options={[{ value: "rules" as const, label: _("按规则") }, ...options(SECRECIES, secrecyWord)]}
        />
        <div>
          <OneOf
            label={_("谁来投")}
            name="whose"
            value={whose}
            options={[
              { value: "all", label: _("到会有表决权的都投") },
              { value: "groups", label: _("只请几方投") },
            ]}
          />
          {whose.value === "groups" && hall && (
            <SomeOf
              label={_("哪几方")}
              value={groups}
              options={groupsOf(hall).map(({ id, label }) => ({ value: id, label }))}
            />
          )}
        </div>
      </div>
    </Sheet>
  );
}

/** A new motion on the table begins a new draft. */
function key(hall: Board | null): string {
  return hall?.now.amendment ?? hall?.now.proposal ?? "";
}

/** What can be put to a vote: the topic's proposals that are not decided, each with its amendments before it (rule 10). */
function votable(hall: Board): { value: string; label: string }[] {
  const open = ["proposed", "debating", "contested"];
  const found: { value: string; label: string }[] = [];
  for (const proposal of proposalsOf(hall, hall.now.topic)) {
    const no = circled(proposal.no);
    for (const [value, amendment] of Object.entries(proposal.amendments ?? {})) {
      if (open.includes(amendment.status))
        found.push({ value, label: _("{no} 的修改：{text}", { no, text: amendment.text }) });
    }
    if (open.includes(proposal.status)) found.push({ value: proposal.id, label: `${no} ${proposal.title}` });
  }
  return found;
}
