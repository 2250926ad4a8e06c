/** The whiteboard on the projector: three columns, or the one thing that everybody should look at now. */
import { render } from "preact";
import { connect } from "../live/connection";
import { _ } from "../live/messages";
import { page } from "../live/page";
import { board, link } from "../live/store";
import type { Board } from "../live/types";
import { keepScreenOn } from "../live/wake";
import { refusalSentence } from "../parts/words";
import { Closed, Recess } from "../wall/breaks";
import { CheckIn } from "../wall/check-in";
import { Footer } from "../wall/footer";
import { Header } from "../wall/header";
import { Note } from "../wall/note";
import { Opinions } from "../wall/opinions";
import { findIssue, ShownPhoto } from "../wall/photo";
import { Proposals } from "../wall/proposals";
import { Result } from "../wall/result";
import { Rules } from "../wall/rules";
import { ScoreColumn } from "../wall/scores";
import { Topics } from "../wall/topics";
import { OpenVote } from "../wall/vote";

/** What this form of session is about: opinions, scores, or proposals. */
function WhatIsSaid({ board }: { board: Board }) {
  switch (board.session.form) {
    case "hearing":
      return <Opinions board={board} />;
    case "appraisal":
      return <ScoreColumn board={board} />;
    default:
      return <Proposals board={board} />;
  }
}

function Columns({ board }: { board: Board }) {
  return (
    <main class="columns">
      <Topics board={board} />
      <Rules board={board} />
      <WhatIsSaid board={board} />
    </main>
  );
}

/** One thing at a time: a vote before its result, a result before a photo, a photo before the columns. */
function Now({ board }: { board: Board }) {
  const { now, votes, session } = board;
  if (session.status === "check_in") return <CheckIn board={board} />;
  if (session.status === "recess") return <Recess board={board} />;
  if (session.status === "closed" || session.status === "inquorate") return <Closed board={board} />;
  const vote = votes[now.vote ?? ""];
  if (vote && now.vote !== undefined) return <OpenVote board={board} id={now.vote} vote={vote} />;
  const result = votes[now.result ?? ""];
  if (result) return <Result key={now.result} board={board} vote={result} />;
  const shown = findIssue(board, now.issue ?? "");
  if (shown && shown.issue.photos.length > 0) return <ShownPhoto {...shown} />;
  return <Columns board={board} />;
}

function Waiting() {
  const { state, reason } = link.value;
  return (
    <main class="waiting">
      <h1>{page.community}</h1>
      <p>{state === "refused" && reason ? refusalSentence(reason) : _("正在连接……")}</p>
    </main>
  );
}

/** A result has the wall to itself. */
function showsResult({ now, votes }: Board): boolean {
  return now.vote === undefined && now.result !== undefined && now.result in votes;
}

function Wall() {
  const { value } = board;
  if (value === null) return <Waiting />;
  const running = value.session.status === "in_progress";
  return (
    <>
      <Header board={value} />
      <Now board={value} />
      {running && !showsResult(value) && value.now.note && <Note text={value.now.note} />}
      {running && !showsResult(value) && <Footer board={value} />}
    </>
  );
}

const root = document.getElementById("app");
if (root) {
  // What the server drew for browsers without script makes room.
  root.textContent = "";
  render(<Wall />, root);
  connect();
  keepScreenOn();
}
