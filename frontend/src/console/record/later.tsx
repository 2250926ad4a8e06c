// 补录: what stands on paper after a power cut is entered with its own time, and so is what the chair did meanwhile.
import { hallTime } from "../../live/clock";
import { _, fieldTime } from "../../live/messages";
import type { Board } from "../../live/types";
import { Act } from "../act";
import { openGiveFloor } from "../chair/give-floor";
import { Next } from "../chair/next";
import { OpenVoteSheet } from "../chair/open-vote";
import { openMore, RecessSheet } from "../chair/session";
import { PersonSheet } from "../chair/person";
import { Topics } from "../chair/topics";
import { happenedAt, setHappenedAt } from "../later";
import { People } from "../people";
import { openSheet } from "../sheet";

export function StartLater() {
  if (happenedAt.value !== null) return null;
  return (
    <Act
      id="later"
      label={_("补录")}
      hotkey="b"
      run={() => setHappenedAt(fieldTime(hallTime() ?? Date.now()))}
    />
  );
}

/** Under the head of the console for as long as it is on. */
export function LaterBar() {
  const at = happenedAt.value;
  if (at === null) return null;
  return (
    <section class="later" aria-label={_("补录")}>
      <label>
        <b>{_("补录：")}</b>
        {_("现在记的事，发生在")}
        <input
          type="datetime-local"
          class="input"
          value={at}
          onInput={(event) => setHappenedAt(event.currentTarget.value)}
        />
      </label>
      <p>{_("照纸上的先后记，每记一件先看时间。两个时间都写进记录。")}</p>
      <Act id="later-off" look="end" label={_("补完了，关掉")} hotkey="b" run={() => setHappenedAt(null)} />
    </section>
  );
}

/** What the chair did while the power was out; there only while things are entered later. */
export function ChairSteps({ hall }: { hall: Board }) {
  return (
    <div class="chair-steps">
      <div class="acts">
        <Act id="later:floor" label={_("请人发言")} run={openGiveFloor} />
        <Act id="later:vote" label={_("表决…")} run={() => openSheet(OpenVoteSheet)} />
        <Act id="later:recess" label={_("休息…")} run={() => openSheet(RecessSheet)} />
        <Act id="later:more" label={_("更多…")} run={openMore} />
      </div>
      <Next hall={hall} />
      <Topics hall={hall} />
      <section class="panel everybody">
        <People onPick={(seat) => openSheet(() => <PersonSheet seat={seat} />)} />
      </section>
    </div>
  );
}
