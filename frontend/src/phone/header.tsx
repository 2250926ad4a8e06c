import { now } from "../live/clock";
import { refused } from "../live/commands";
import { _, ordinal, time } from "../live/messages";
import { page } from "../live/page";
import { link, you } from "../live/store";
import type { Board } from "../live/types";
import { Icon } from "../parts/icons";
import { refusalSentence, sessionWord } from "../parts/words";
import { elder, toggleElder } from "./elder";

function Clock() {
  const at = now();
  return at === null ? null : <span class="numbers">{time(Math.floor(at / 60_000) * 60_000)}</span>;
}

function LinkWords() {
  const { state } = link.value;
  return (
    <p class="link-words" role="status">
      {state === "live" ? (
        <>
          <Icon name="for" /> {_("已连上")} <Clock />
        </>
      ) : (
        <>
          <Icon name="offline" /> {{ lost: _("没有网络"), connecting: _("正在连接"), refused: _("没有连上") }[state]}
        </>
      )}
    </p>
  );
}

export function Header() {
  return (
    <header class="phone-header">
      <div>
        <h1>{page.community}</h1>
        <LinkWords />
      </div>
      <button type="button" class="elder-switch" aria-pressed={elder.value} onClick={toggleElder}>
        <Icon name="letters" />
        {elder.value ? _("小字") : _("大字")}
      </button>
    </header>
  );
}

/** What must not be overlooked: an old screen, a refusal. */
export function Notices() {
  const { state, since, reason } = link.value;
  return (
    <>
      {state === "lost" && (
        <p class="notice notice-warn band" role="status">
          <Icon name="offline" />
          <span>
            {_("连不上，正在重新连接。")}
            {since !== undefined && _("现在看到的是 {time} 的内容。", { time: time(since) })}
          </span>
        </p>
      )}
      {state === "refused" && reason && (
        <p class="notice notice-stop band" role="alert">
          <Icon name="warning" /> {refusalSentence(reason)}
        </p>
      )}
      {refused.value && (
        <div class="notice notice-stop band" role="alert">
          <Icon name="warning" />
          <span>{refused.value.message}</span>
          <button type="button" class="button dismiss" onClick={() => (refused.value = null)}>
            {_("知道了")}
          </button>
        </div>
      )}
    </>
  );
}

/** What is happening in the hall at this moment, in one or two lines. */
export function Happening({ board }: { board: Board }) {
  const { session, now: at, topics, floor } = board;
  const topic = topics[at.topic ?? ""];
  const running = session.status === "in_progress";
  return (
    <section class="happening" aria-label={_("现在")}>
      <p>
        {running && topic ? _("议题{no}", { no: ordinal(topic.no) }) : sessionWord(session.status)}
        {you.value?.name && <span class="who">{you.value.name}</span>}
      </p>
      <h2>{running && topic ? topic.title : session.title}</h2>
      {running && topic?.votable === false && <p>{_("这个议题没有提前通知，只听意见，不表决。")}</p>}
      {running && at.vote === undefined && floor.speaker && (
        <p class="happening-speaker">
          <Icon name="sound" /> {_("{name}正在发言", { name: floor.speaker.name })}
        </p>
      )}
    </section>
  );
}
