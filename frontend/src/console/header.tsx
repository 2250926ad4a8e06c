// The head of both consoles: which session, is it enough people, what time, is the line up.
import type { ComponentChild } from "preact";
import { now } from "../live/clock";
import { pending } from "../live/commands";
import { _, time } from "../live/messages";
import { page } from "../live/page";
import { board, link, pulse } from "../live/store";
import type { Link } from "../live/types";
import { formWord, refusalSentence, sessionWord } from "../parts/words";
import { cap, useKeys } from "./keys";
import { openKeyList } from "./key-list";

export function Header({ notice }: { notice?: ComponentChild }) {
  const session = board.value?.session;
  useKeys(["?"], _("有哪些按键"), openKeyList);
  return (
    <header>
      <div class="console-head">
        <h1 title={session?.title}>{session?.title ?? page.community}</h1>
        {session && (
          <span class="status">
            {formWord(session.form)} · {sessionWord(session.status)}
          </span>
        )}
        <QuorumWords />
        <div class="end">
          <Connection />
          <HallTime />
          <nav aria-label={_("其他页面")}>
            {page.screen === "chair" && page.links.record && <a href={page.links.record}>{_("记录台")}</a>}
            {page.screen === "record" && page.links.chair && <a href={page.links.chair}>{_("主持台")}</a>}
            {page.links.wall && (
              <a href={page.links.wall} target="_blank" rel="noopener">
                {_("大屏")}
              </a>
            )}
            {page.links.cards && (
              <a href={page.links.cards} target="_blank" rel="noopener">
                {_("席位卡")}
              </a>
            )}
            <a href={page.other_locale.href} hreflang={page.other_locale.locale} lang={page.other_locale.locale}>
              {page.other_locale.locale === "zh" ? "中文" : "English"}
            </a>
          </nav>
          <button type="button" onClick={openKeyList}>
            {_("按键")}
            <kbd aria-hidden="true">{cap("?")}</kbd>
          </button>
        </div>
      </div>
      <Shortfall />
      {notice}
    </header>
  );
}

function HallTime() {
  const at = now();
  return at === null ? null : <time>{time(at)}</time>;
}

function QuorumWords() {
  const quorum = board.value?.quorum;
  if (!quorum) return null;
  const values = { present: quorum.present, expected: quorum.expected };
  return (
    <span class={`quorum ${quorum.met ? "" : "short"}`}>
      {quorum.met
        ? _("到会 {present} / {expected}，人数够", values)
        : _("到会 {present} / {expected}，人数还不够", values)}
    </span>
  );
}

/** What is still missing for a quorum, a sentence each. */
function Shortfall() {
  const quorum = board.value?.quorum;
  if (!quorum || quorum.met || quorum.missing.length === 0) return null;
  return <p class="shortfall">{quorum.missing.join(_("；"))}</p>;
}

function Connection() {
  const waiting = pending.value.length;
  return (
    <p class="connection">
      {/* Only a change of the line itself is read out, not each number. */}
      <span role="status">{connectionWords(link.value)}</span>{" "}
      {link.value.state === "live"
        ? pulse.value && _("{count} 人在线", { count: pulse.value.online })
        : waiting > 0 && _("{n} 件事等着送出", { n: waiting })}
    </p>
  );
}

function connectionWords(state: Link): string {
  switch (state.state) {
    case "live":
      return _("已连上");
    case "connecting":
      return _("正在连接");
    case "lost":
      return state.since === undefined
        ? _("断开了，正在重连")
        : _("断开了，显示的是 {time} 的内容，正在重连", { time: time(state.since) });
    case "refused":
      return refusalSentence(state.reason ?? "not_open");
  }
}
