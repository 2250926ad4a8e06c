/** 举手: the position first, then the queue. */
import { progress, send } from "../live/commands";
import { _, minutesAndSeconds } from "../live/messages";
import { you } from "../live/store";
import type { Board, Speaker, You } from "../live/types";
import { Icon } from "../parts/icons";
import { speechClock } from "../parts/speech";
import { POSITIONS, positionWord } from "../parts/words";
import { may } from "./act";
import { Progress } from "./progress";

function MyTurn({ speaker }: { speaker: Speaker }) {
  const clock = speechClock(speaker);
  return (
    <section class={`card my-turn my-turn-${clock?.phase ?? "running"}`}>
      <h2>{_("轮到您了，请说")}</h2>
      <p class="my-clock numbers" aria-live="off">
        {clock === null ? "" : clock.phase === "over" ? _("时间到") : minutesAndSeconds(clock.left)}
      </p>
      {clock?.phase === "warning" && (
        <p>
          <Icon name="card" /> {_("快到时间了")}
        </p>
      )}
      <button type="button" class="button wide" onClick={() => void send("end_speech")}>
        <Icon name="for" />
        {_("我说完了")}
      </button>
    </section>
  );
}

function InQueue({ hand }: { hand: NonNullable<You["hand"]> }) {
  return (
    <section class="card stack">
      <h2>{hand.place === 1 ? _("下一个就是您") : _("您排在第 {place} 位", { place: hand.place })}</h2>
      <p class={`c-${hand.position}`}>
        <Icon name={hand.position} /> {positionWord(hand.position)}
      </p>
      <p class="soft">{_("主持人点到您，这里会提醒。没说过的人先说，赞成和反对轮着说。")}</p>
      <button type="button" class="button wide" onClick={() => void send("lower_hand")}>
        <Icon name="against" />
        {_("把手放下")}
      </button>
    </section>
  );
}

export function HandView({ board }: { board: Board }) {
  const me = you.value;
  const waiting = progress((command) => command.do === "raise_hand" || command.do === "lower_hand");
  if (me?.speaking && board.floor.speaker) return <MyTurn speaker={board.floor.speaker} />;
  if (me?.hand) {
    return (
      <>
        <InQueue hand={me.hand} />
        <Progress state={waiting} />
      </>
    );
  }
  const allowed = may("raise_hand");
  return (
    <section class="stack">
      <h2>{_("想说话，先亮态度")}</h2>
      {me?.speeches_left !== undefined && (
        <p class="soft">{_("这个议题您还能说 {count} 次。", { count: me.speeches_left })}</p>
      )}
      {allowed !== true && <p class="notice">{allowed ?? _("现在还不能举手。")}</p>}
      <div class="choices">
        {POSITIONS.map((position) => (
          <button
            type="button"
            key={position}
            class={`choice c-${position}`}
            disabled={allowed !== true || waiting !== undefined}
            onClick={() => void send("raise_hand", { position })}
          >
            <Icon name={position} />
            {positionWord(position)}
          </button>
        ))}
      </div>
      <Progress state={waiting} />
    </section>
  );
}
