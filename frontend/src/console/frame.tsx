// What both consoles have around their desk, and how each begins.
import { type ComponentChild, render } from "preact";
import { connect } from "../live/connection";
import { _ } from "../live/messages";
import { board } from "../live/store";
import type { Board } from "../live/types";
import { keepScreenOn } from "../live/wake";
import { Header } from "./header";
import { keysOn, listenToKeys } from "./keys";
import { SheetPlace } from "./sheet";

interface Props {
  /** Names the layout of the desk in console.css. */
  name: "chair" | "record";
  desk: (hall: Board) => ComponentChild;
  foot: (hall: Board | null) => ComponentChild;
  /** Stays in sight under the head. */
  notice?: ComponentChild;
}

export function Frame({ name, desk, foot, notice }: Props) {
  const hall = board.value;
  return (
    <div class={`console ${keysOn.value ? "" : "keys-off"}`}>
      <Header notice={notice} />
      <main class={name}>{hall ? desk(hall) : <p>{_("正在连接会场…")}</p>}</main>
      {foot(hall)}
      <SheetPlace />
    </div>
  );
}

export function begin(screen: ComponentChild): void {
  const app = document.getElementById("app");
  if (!app) return;
  // What the server drew for browsers without script makes room.
  app.textContent = "";
  render(screen, app);
  listenToKeys();
  keepScreenOn();
  connect();
}
