// Who speaks, how long is left, and the two things to do about it.
import { _, minutesAndSeconds } from "../../live/messages";
import type { Board } from "../../live/types";
import { type Phase, speechClock } from "../../parts/speech";
import { kindWord } from "../../parts/words";
import { Act } from "../act";
import { perform } from "../acts";
import { groupLabel } from "../people";
import { PositionMark } from "../position";
import { openSheet } from "../sheet";
import { WarnSheet } from "./person";

export function FloorPanel({ hall }: { hall: Board }) {
  const speaker = hall.floor.speaker;
  if (!speaker) {
    return (
      <section class="panel floor" aria-label={_("发言")}>
        <p class="soft">
          {hall.floor.closed
            ? _("讨论已经结束，等着表决。")
            : _("现在没有人发言。按 1 请排在最前面的人，按 F 请别人。")}
        </p>
      </section>
    );
  }
  const clock = speechClock(speaker);
  const phase = clock?.phase ?? "running";
  return (
    <section class={`panel floor speaking ${phase}`} aria-label={_("发言")}>
      <p class={`left ${phase}`} role="timer">
        {clock && minutesAndSeconds(clock.left)}
      </p>
      <div class="who">
        <b>{speaker.name}</b>
        <span>{[groupLabel(speaker.group), kindWord(speaker.kind)].filter(Boolean).join(" · ")}</span>{" "}
        {speaker.position && <PositionMark position={speaker.position} />}{" "}
        {speaker.interpreter && <span class="soft">{_("{name} 转述", { name: speaker.interpreter })}</span>}
        <span class="soft"> {phaseWords(phase)}</span>
      </div>
      <div class="acts">
        <Act
          id="end_speech"
          label={_("请坐下")}
          hotkey="e"
          look="primary"
          run={() => perform("end_speech", "end_speech")}
        />
        {speaker.seat && <Warn seat={speaker.seat} />}
      </div>
    </section>
  );
}

function Warn({ seat }: { seat: string }) {
  return <Act id="warn-speaker" label={_("提醒")} hotkey="w" run={() => openSheet(() => <WarnSheet seat={seat} />)} />;
}

function phaseWords(phase: Phase): string {
  return { running: "", warning: _("快到时间了，举黄牌"), over: _("时间到了") }[phase];
}
