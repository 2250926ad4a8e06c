// The recorder's console: roll call, counting, acting for people without a phone, the record.
import { effect, signal } from "@preact/signals";
import { Act } from "../console/act";
import { said } from "../console/acts";
import { begin, Frame } from "../console/frame";
import { happenedAt } from "../console/later";
import { Log } from "../console/log";
import { Opinions } from "../console/motions/opinions";
import { Proposals } from "../console/motions/proposals";
import { Attendance } from "../console/record/attendance";
import { Behalf } from "../console/record/behalf";
import { CountTab, countedByHand } from "../console/record/count-grid";
import { ChairSteps, LaterBar, StartLater } from "../console/record/later";
import { PaperTab } from "../console/record/paper";
import { Present } from "../console/record/present";
import { ReadBack } from "../console/record/read-back";
import { ScoresTab } from "../console/record/scores";
import { isTyping } from "../console/record/stepper";
import { Texts } from "../console/record/texts";
import { type Tab, Tabs } from "../console/tabs";
import { _ } from "../live/messages";
import { board, you } from "../live/store";
import type { Board } from "../live/types";

const task = signal("attendance");

function Record() {
  return <Frame name="record" desk={(hall) => <Desk hall={hall} />} foot={() => <Foot />} notice={<LaterBar />} />;
}

function Foot() {
  return (
    <footer class="act-bar">
      <p class="said" role="status">
        {said.value}
      </p>
    </footer>
  );
}

function Desk({ hall }: { hall: Board }) {
  const tabs = [
    { name: "attendance", label: _("点名"), hotkey: "1", draw: () => <Attendance /> },
    { name: "count", label: _("数手"), hotkey: "2", draw: () => <CountTab hall={hall} /> },
    { name: "paper", label: _("纸票"), hotkey: "3", draw: () => <PaperTab hall={hall} /> },
    { name: "behalf", label: _("代为办理"), hotkey: "4", draw: () => <Behalf hall={hall} /> },
    { name: "texts", label: _("大字和来信"), hotkey: "5", draw: () => <Texts hall={hall} /> },
    { ...whatIsSaid(hall), hotkey: "6" },
    { name: "read-back", label: _("宣读"), hotkey: "7", draw: () => <ReadBack hall={hall} /> },
    ...(happenedAt.value === null
      ? []
      : [{ name: "chair", label: _("主持人的事"), hotkey: "8", draw: () => <ChairSteps hall={hall} /> }]),
  ];
  const counting = countingTab();
  return (
    <>
      <div>
        {counting && task.value !== counting && (
          <div class="banner">
            <p>{_("表决开始了，等您记票。")}</p>
            <Act
              id="to-count"
              look="primary"
              label={_("去记票")}
              hotkey="c"
              run={() => {
                task.value = counting;
              }}
            />
          </div>
        )}
        <section class="panel grow task">
          <Tabs label={_("记录人的事")} tabs={tabs} chosen={task} />
        </section>
      </div>
      <div>
        <Present hall={hall} />
        <section class="panel grow">
          <div class="panel-head">
            <h2>{_("记录")}</h2>
            <div class="end">
              <StartLater />
            </div>
          </div>
          <div class="scroll" tabIndex={0} role="region" aria-label={_("记录")}>
            <Log />
          </div>
        </section>
      </div>
    </>
  );
}

/** What this form of session is about: opinions, scores, or proposals. */
function whatIsSaid(hall: Board): Omit<Tab, "hotkey"> {
  switch (hall.session.form) {
    case "hearing":
      return { name: "opinions", label: _("意见"), draw: () => <Opinions hall={hall} /> };
    case "appraisal":
      return { name: "scores", label: _("评议"), draw: () => <ScoresTab hall={hall} /> };
    default:
      return { name: "proposals", label: _("方案"), draw: () => <Proposals hall={hall} /> };
  }
}

/** Where the open vote is counted; undefined while there is none. */
function countingTab(): "count" | "paper" | undefined {
  const vote = board.value?.votes[you.value?.count?.vote ?? ""];
  if (!vote) return undefined;
  return countedByHand(vote) ? "count" : "paper";
}

/** A vote comes to the front by itself, unless somebody is typing; then the banner says so. */
function followVotes(): void {
  let seen = "";
  effect(() => {
    const vote = you.value?.count?.vote ?? "";
    const counting = countingTab();
    // The board with the vote may come a moment after `you`.
    if (vote === seen || (vote !== "" && !counting)) return;
    seen = vote;
    said.value = ""; // what was saved belonged to the vote before
    if (counting && !isTyping()) task.value = counting;
  });
}

followVotes();
begin(<Record />);
