/** The one thing that matters at this moment. */
import { secondsUntil } from "../live/clock";
import { _, dateWithWeekday, minutesAndSeconds, time } from "../live/messages";
import { page } from "../live/page";
import { you } from "../live/store";
import type { Board } from "../live/types";
import { Icon } from "../parts/icons";
import { proposalsOf, scoresOf } from "../parts/order";
import { Scores } from "../parts/scores";
import { Act } from "./act";
import { Ballot } from "./ballot";
import { HandView } from "./hand";
import { Opinions } from "./opinion";
import { PhotoOnWall } from "./photo";
import { ProposalCard } from "./proposal";
import { ResultCard } from "./result";

function CheckIn({ board }: { board: Board }) {
  const { session, quorum } = board;
  return (
    <>
      <section class="card stack">
        <p>
          {session.planned_at && `${dateWithWeekday(session.planned_at)} ${time(session.planned_at)}`}
          <br />
          {session.place}
        </p>
        <p class="presence-line">
          <Icon name="people" /> {_("到会 {present} / {expected}", { present: quorum.present, expected: quorum.expected })}
        </p>
        {quorum.met ? (
          <p>{_("人数够了，等主持人宣布开会。")}</p>
        ) : (
          quorum.missing.map((sentence) => <p key={sentence}>{sentence}</p>)
        )}
      </section>
      {you.value?.present && (
        <p class="notice">
          <Icon name="for" /> {_("您签到好了。开会以后，这里会变。")}
        </p>
      )}
    </>
  );
}

function Recess({ until }: { until?: string }) {
  const left = until === undefined ? null : secondsUntil(until);
  return (
    <section class="card stack">
      <h2>{_("休息一下")}</h2>
      {left !== null && <p class="my-clock numbers">{left > 0 ? minutesAndSeconds(left) : _("请回座位")}</p>}
      {until !== undefined && <p>{_("{time} 继续", { time: time(until) })}</p>}
    </section>
  );
}

/** Somebody without a seat sees everything that the wall shows, and how to get a voice. */
function Spectator() {
  return (
    <section class="card stack">
      <p>{_("您现在是旁听。要发言和表决，请用席位卡。")}</p>
      <a class="button button-primary wide" href={`/join/${page.code}`}>
        <Icon name="card" />
        {_("用席位卡加入")}
      </a>
    </section>
  );
}

function Proposals({ board }: { board: Board }) {
  const { proposal, topic, amendment } = board.now;
  const shown = proposalsOf(board, topic).filter((one) => one.status !== "withdrawn");
  const first = shown.filter((one) => one.id === proposal);
  const rest = shown.filter((one) => one.id !== proposal).reverse();
  if (shown.length === 0) {
    return (
      <p class="notice">
        <Icon name="pen" />
        <span>
          {topic === undefined
            ? _("主持人开始一个议题以后，就可以举手、提方案。")
            : _("这个议题还没有方案。想到办法就提出来。")}
        </span>
      </p>
    );
  }
  return (
    <>
      {[...first, ...rest].map((one) => (
        <ProposalCard key={one.id} proposal={one} open={one.id === proposal} atHand={amendment} />
      ))}
    </>
  );
}

/** What this form of session is about: opinions, scores, or proposals. */
function WhatIsSaid({ board }: { board: Board }) {
  switch (board.session.form) {
    case "hearing":
      return <Opinions board={board} />;
    case "appraisal":
      return <ScoreList board={board} />;
    default:
      return <Proposals board={board} />;
  }
}

function ScoreList({ board }: { board: Board }) {
  const scores = scoresOf(board, board.now.topic);
  return scores.length === 0 ? (
    <p class="notice">
      <Icon name="pen" />
      <span>{_("评议用纸，不写名字。收齐数好，结果就写在这里。")}</span>
    </p>
  ) : (
    <section class="card">
      <Scores scores={scores} />
    </section>
  );
}

export function NowView({ board }: { board: Board }) {
  const { session, now, votes } = board;
  const me = you.value;
  const vote = votes[now.vote ?? ""];
  if (vote && now.vote !== undefined) return <Ballot key={now.vote} board={board} id={now.vote} vote={vote} />;
  const result = votes[now.result ?? ""];
  const running = session.status === "in_progress";
  return (
    <>
      {session.status === "check_in" && <CheckIn board={board} />}
      {session.status === "inquorate" && <p class="notice">{_("人数不够，今天没有开成。再开会时会通知您。")}</p>}
      {session.status === "recess" && <Recess {...(session.recess_until ? { until: session.recess_until } : {})} />}
      {session.status === "closed" && (
        <p class="notice">{_("散会了，谢谢您。三天内出纪要，公示以后可以提意见。")}</p>
      )}
      {running && (me?.speaking || me?.hand) && <HandView board={board} />}
      {running && now.note && (
        <p class="notice">
          <Icon name="note" /> <span>{now.note}</span>
        </p>
      )}
      {running && <PhotoOnWall board={board} />}
      {running && result && <ResultCard board={board} vote={result} />}
      {session.status !== "check_in" && <WhatIsSaid board={board} />}
      {(me === null || me.role === "public") && <Spectator />}
      {me?.role === "member" && me.present === false && session.status !== "closed" && (
        <div class="dock">
          <Act what="check_in" icon="arrive" label={_("我到了，签到")} primary />
        </div>
      )}
    </>
  );
}
