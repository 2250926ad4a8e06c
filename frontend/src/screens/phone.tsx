/** A resident's phone: what is happening now at the top, what I can do now at the bottom. */
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { ring } from "../live/bell";
import { connect } from "../live/connection";
import { _ } from "../live/messages";
import { page } from "../live/page";
import { board, link, you } from "../live/store";
import type { Board } from "../live/types";
import { Icon, type IconName } from "../parts/icons";
import { speechClock } from "../parts/speech";
import { elder } from "../phone/elder";
import { HandView } from "../phone/hand";
import { Happening, Header, Notices } from "../phone/header";
import { MoreView } from "../phone/more";
import { NowView } from "../phone/now";
import { OpinionView } from "../phone/opinion";
import { SecondView } from "../phone/second";
import { bringVotesForward, show, type View, view } from "../phone/view";
import { AmendView, ObjectView, ProposeView } from "../phone/writing";

function Tab({ to, icon, label, count = 0 }: { to: View; icon: IconName; label: string; count?: number }) {
  return (
    <button type="button" aria-current={view.value === to ? "page" : undefined} onClick={() => show(to)}>
      <Icon name={icon} />
      {label}
      {count > 0 && <b class="count">{count}</b>}
    </button>
  );
}

/** Nothing more is said or proposed. */
function isOver({ session }: Board): boolean {
  return session.status === "closed" || session.status === "inquorate";
}

function Tabs({ board }: { board: Board }) {
  const voting = board.now.vote !== undefined;
  const over = isOver(board);
  return (
    <nav class="tabs" aria-label={_("我能做的")}>
      <Tab to="now" icon={voting ? "for" : "people"} label={voting ? _("表决") : _("现在")} />
      {!over && <Tab to="hand" icon="hand" label={_("举手")} />}
      {!over && board.session.form === "hearing" && <Tab to="opinion" icon="pen" label={_("提意见")} />}
      {!over && !["hearing", "appraisal"].includes(board.session.form) && (
        <Tab to="propose" icon="pen" label={_("提方案")} />
      )}
      <Tab to="more" icon="more" label={_("更多")} count={you.value?.second?.length ?? 0} />
    </nav>
  );
}

function Shown({ board }: { board: Board }) {
  switch (isOver(board) && view.value !== "more" ? "now" : view.value) {
    case "now":
      return <NowView board={board} />;
    case "hand":
      return <HandView board={board} />;
    case "propose":
      return <ProposeView board={board} />;
    case "opinion":
      return <OpinionView board={board} />;
    case "amend":
      return <AmendView board={board} />;
    case "object":
      return <ObjectView board={board} />;
    case "second":
      return <SecondView board={board} />;
    case "more":
      return <MoreView board={board} />;
  }
}

/** The bell of the person who is speaking; silent unless they switched it on. */
function SpeechBell({ board }: { board: Board }) {
  const speaker = you.value?.speaking ? board.floor.speaker : undefined;
  const phase = speaker && speechClock(speaker)?.phase;
  useEffect(() => {
    if (phase === "warning") ring(1);
    if (phase === "over") ring(2);
  }, [phase]);
  return null;
}

function Phone() {
  const { value } = board;
  const member = you.value?.role === "member";
  if (value === null) {
    return (
      <>
        <Header />
        <Notices />
        <main class="phone-main">
          {link.value.state === "refused" ? (
            <a class="button button-primary wide" href={`/join/${page.code}`}>
              {_("重新加入")}
            </a>
          ) : (
            <p class="soft">{_("正在连接会场……")}</p>
          )}
        </main>
      </>
    );
  }
  return (
    <>
      <Header />
      <Notices />
      {!(elder.value && value.now.vote !== undefined && view.value === "now") && <Happening board={value} />}
      <SpeechBell board={value} />
      {value.now.vote !== undefined && view.value !== "now" && (
        <button type="button" class="button button-primary vote-bar" onClick={() => show("now")}>
          <Icon name="for" />
          {_("正在表决：现在就投")}
        </button>
      )}
      <main class="phone-main stack">
        <Shown board={value} />
        {!member && (
          <a class="button button-plain" href={page.other_locale.href} lang={page.other_locale.locale}>
            {page.other_locale.locale === "en" ? "English" : "中文"}
          </a>
        )}
      </main>
      {member && <Tabs board={value} />}
    </>
  );
}

const root = document.getElementById("app");
if (root) {
  // What the server drew for browsers without script makes room.
  root.textContent = "";
  render(<Phone />, root);
  bringVotesForward();
  connect();
}
