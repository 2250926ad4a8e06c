import { now } from "../live/clock";
import { _, time } from "../live/messages";
import { page } from "../live/page";
import { link } from "../live/store";
import type { Board } from "../live/types";
import { Icon } from "../parts/icons";
import { formWord } from "../parts/words";

function HallClock() {
  const at = now();
  // To the minute: the view is drawn again only when what it shows changes.
  return at === null ? null : <time class="numbers hall-clock">{time(Math.floor(at / 60_000) * 60_000)}</time>;
}

/** Nobody may take an old wall for the present: in the same place and height, so that nothing below moves. */
function Lost({ since }: { since?: number }) {
  return (
    <p class="wall-lost" role="status">
      <Icon name="offline" />
      <strong>{_("连不上，正在重新连接。")}</strong>
      {since !== undefined && <span>{_("现在看到的是 {time} 的内容。", { time: time(since) })}</span>}
    </p>
  );
}

function Where({ board: { session, quorum } }: { board: Board }) {
  return (
    <>
      <p class="wall-where">
        {page.community} · {formWord(session.form)}
      </p>
      {session.status !== "closed" && (
        <p class={quorum.met ? "presence" : "presence presence-short"}>
          <Icon name={quorum.met ? "for" : "warning"} />
          {_("到会 {present} / {expected}", { present: quorum.present, expected: quorum.expected })}
          <span>{quorum.met ? _("人数够") : _("人数还不够")}</span>
        </p>
      )}
      <HallClock />
    </>
  );
}

export function Header({ board }: { board: Board }) {
  const { session } = board;
  const { state, since } = link.value;
  return (
    <header class={state === "lost" ? "wall-header wall-header-lost" : "wall-header"}>
      <h1>
        {session.whiteboard.left}
        <i aria-hidden="true" />
        {session.whiteboard.right}
      </h1>
      {state === "lost" ? <Lost {...(since === undefined ? {} : { since })} /> : <Where board={board} />}
    </header>
  );
}
