// What the procedure asks for next: the first step that is allowed is the big button.
import { _ } from "../../live/messages";
import { you } from "../../live/store";
import type { Board, NextStep } from "../../live/types";
import { speechClock } from "../../parts/speech";
import { Act } from "../act";
import { perform } from "../acts";
import { formFor } from "./forms";
import { closeVoteQuestion } from "./vote";

export function Next({ hall }: { hall: Board }) {
  const steps = you.value?.next ?? [];
  const first = steps.find((step) => step.why_not === undefined) ?? steps[0];
  return (
    <section class="panel next" aria-labelledby="next-title">
      <h2 id="next-title">{_("接下来")}</h2>
      {!first && <p class="empty">{_("现在没有要做的。")}</p>}
      {first && <Step key={named(first)} step={first} hall={hall} first />}
      {steps
        .filter((step) => step !== first)
        .map((step) => (
          <Step key={named(step)} step={step} hall={hall} />
        ))}
    </section>
  );
}

function named(step: NextStep): string {
  return `next:${step.do}:${JSON.stringify(step.args)}`;
}

function Step({ step, hall, first = false }: { step: NextStep; hall: Board; first?: boolean }) {
  const id = named(step);
  const form = formFor(step);
  const asks = questionBefore(step, hall);
  // A presenter's remote has two keys and no way to answer a question: it gets the harmless steps only.
  const remote = form || asks || step.why_not || cutsShort(step, hall) ? [] : ["PageDown"];
  return (
    <Act
      id={id}
      label={step.label}
      look={first ? "primary first" : "other"}
      whyNot={step.why_not}
      explain
      asks={asks}
      hotkey={first ? "n" : undefined}
      also={first ? ["Enter", ...remote] : []}
      run={form ?? (() => perform(id, step.do, step.args))}
    />
  );
}

/** Asked once before what cannot be taken back. */
function questionBefore(step: NextStep, hall: Board): string | undefined {
  switch (step.do) {
    case "close_vote":
      return closeVoteQuestion(hall, String(step.args["vote"]));
    case "close_debate":
      return _("真的结束讨论？之后不再发言，只表决。");
    case "close_topic":
      return _("真的结束这个议题？");
    case "close_session":
      return _("真的散会？散会以后不能再表决。");
    case "withdraw":
      return _("真的放下，不再讨论？");
    case "change_form":
      return _("真的改会议形式？");
    case "read_back":
      return _("从头到尾都读过了？");
    case "open_topic":
      return step.confirm ? _("现在的议题还没有方案。真的换一个议题？") : undefined;
    default:
      return step.confirm ? _("真的要做：{step}？", { step: step.label }) : undefined;
  }
}

/** One press too many on the remote must not take the floor from somebody whose time is not up. */
function cutsShort(step: NextStep, hall: Board): boolean {
  const speaker = hall.floor.speaker;
  return step.do === "end_speech" && speaker !== undefined && speechClock(speaker)?.phase !== "over";
}
