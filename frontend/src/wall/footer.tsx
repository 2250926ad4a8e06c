import { useEffect } from "preact/hooks";
import { bellOn, ring, toggleBell } from "../live/bell";
import { _, minutesAndSeconds, spacedCode } from "../live/messages";
import { page } from "../live/page";
import type { Board, Hand, Speaker } from "../live/types";
import { Fit } from "../parts/fit";
import { Icon } from "../parts/icons";
import { speechClock } from "../parts/speech";
import { kindWord, positionWord } from "../parts/words";
import { joinAddress, Qr } from "./qr";

const QUEUE_SHOWN = 3;

function SpeechClock({ speaker }: { speaker: Speaker }) {
  const clock = speechClock(speaker);
  const phase = clock?.phase ?? "running";
  useEffect(() => {
    if (phase === "warning") ring(1);
    if (phase === "over") ring(2);
  }, [phase]);
  if (clock === null) return null;
  return (
    <div class={`speech-clock speech-${phase}`}>
      {phase === "over" ? (
        <b>{_("时间到")}</b>
      ) : (
        <b class="numbers">{minutesAndSeconds(clock.left)}</b>
      )}
      {phase === "warning" && (
        <span>
          <Icon name="card" /> {_("快到时间了")}
        </span>
      )}
    </div>
  );
}

function CurrentSpeaker({ speaker }: { speaker: Speaker }) {
  return (
    <div class="speaker">
      <SpeechClock key={speaker.started_at} speaker={speaker} />
      <div class="speaker-who">
        <p class="speaker-name">
          {speaker.name}
          {speaker.position && (
            <span class={`speaker-position c-${speaker.position}`}>
              <Icon name={speaker.position} />
              {positionWord(speaker.position)}
            </span>
          )}
        </p>
        <p class="speaker-about">
          {speaker.group && <span class="speaker-group">{speaker.group}</span>}
          {speaker.kind !== "speech" && <span>{kindWord(speaker.kind)}</span>}
          {speaker.interpreter && <span>{_("{name}转述", { name: speaker.interpreter })}</span>}
        </p>
      </div>
    </div>
  );
}

/** What the floor waits for while nobody speaks. */
function floorSentence({ floor, now }: Board): string {
  const onAmendment = now.amendment !== undefined;
  if (floor.closed) return onAmendment ? _("讨论结束，准备表决这条修改。") : _("讨论结束，准备表决。");
  if (floor.calls > 0) {
    const no = { no: floor.calls };
    return onAmendment
      ? _("对这条修改还有不同意见吗？第 {no} 遍，一共三遍。", no)
      : _("还有不同意见吗？第 {no} 遍，一共三遍。", no);
  }
  if (floor.queue.length > 0) return _("请等主持人点名。");
  return _("想说话先举手，主持人点到再说。");
}

function Waiting({ board }: { board: Board }) {
  const { movers } = board.floor;
  return (
    <p class="floor-sentence">
      {floorSentence(board)}
      {movers && <span>{_("{have} 人提议结束讨论，满 {need} 人就结束。", movers)}</span>}
    </p>
  );
}

/** Without the marks first, then only whoever is next, then not at all. */
function Queue({ queue, level }: { queue: Hand[]; level: number }) {
  if (queue.length === 0 || level > 2) return null;
  const shown = level > 1 ? 1 : QUEUE_SHOWN;
  const rest = queue.length - shown;
  return (
    <div class="queue">
      <h2>
        {_("接下来")}
        {rest > 0 && <span>{_("还有 {count} 人", { count: rest })}</span>}
      </h2>
      <ol>
        {queue.slice(0, shown).map((hand) => (
          <li key={hand.id}>
            <Icon name={hand.position} />
            {hand.name}
            {hand.first_time && level === 0 && <em>{_("第一次说")}</em>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Bell() {
  return (
    <button type="button" class="bell" aria-pressed={bellOn.value} onClick={toggleBell}>
      <Icon name="bell" />
      {bellOn.value ? _("铃声开") : _("铃声关")}
    </button>
  );
}

/** `roomy`: nobody needs the place, so that it can say the address, too. */
function Join({ roomy }: { roomy: boolean }) {
  return (
    <div class="join">
      <p>
        {_("扫码参加")}
        <b class="numbers">{spacedCode(page.code)}</b>
        {roomy && joinAddress().host}
      </p>
      <Qr />
    </div>
  );
}

export function Footer({ board }: { board: Board }) {
  const { floor, now } = board;
  const voting = now.vote !== undefined;
  return (
    <footer class="wall-footer">
      {voting ? (
        <p class="floor-sentence">{_("表决的时候不发言。")}</p>
      ) : (
        // The speaker's name, group and interpreter stay whole; the queue gives way.
        <Fit levels={4} of={JSON.stringify([floor, now.amendment])} class="turn">
          {(level) => (
            <>
              {floor.speaker ? <CurrentSpeaker speaker={floor.speaker} /> : <Waiting board={board} />}
              <Queue queue={floor.queue} level={level} />
            </>
          )}
        </Fit>
      )}
      <Bell />
      <Join roomy={!floor.speaker && floor.queue.length === 0} />
    </footer>
  );
}
