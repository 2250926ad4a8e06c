// What the person at the console does: send it, and say beside it (and to a screen reader) when the hall refuses.
import { signal } from "@preact/signals";
import { send } from "../live/commands";
import { _ } from "../live/messages";
import { board, you } from "../live/store";
import type { Answer, Arguments } from "../live/types";
import { happenedAt } from "./later";

/** The last refusal, beside the act that was refused. */
export const refusal = signal<{ act: string; message: string } | null>(null);
/** The act that waits for its "yes". */
export const asking = signal<string | null>(null);
/** The acts that were sent and not answered yet. */
export const underway = signal<ReadonlySet<string>>(new Set());
/** What was saved, in words, for the bar and a screen reader. */
export const said = signal("");

export function refuse(act: string, message: string): void {
  refusal.value = { act, message };
}

/** Send one command for the act `act`. A refusal is shown beside it; `done` is said when it is saved. */
export async function perform(act: string, what: string, args: Arguments = {}, done = ""): Promise<Answer | null> {
  if (underway.peek().has(act)) return null; // pressed twice
  const later = happenedAt.peek();
  if (later === "") {
    refuse(act, _("请先在上面填补录的时间：这件事是几点发生的。"));
    return null;
  }
  underway.value = new Set(underway.peek()).add(act);
  refusal.value = null;
  said.value = "";
  try {
    const answer = await send(what, later === null ? args : { ...args, happened_at: later });
    if (answer.ok) said.value = done;
    else refuse(act, answer.message);
    return answer;
  } finally {
    const rest = new Set(underway.peek());
    rest.delete(act);
    underway.value = rest;
  }
}

/** The sentence why the rules do not allow this command now; undefined when they do. */
export function whyNot(what: string): string | undefined {
  const may = you.value?.may[what];
  if (typeof may === "string") return may;
  const over = ["closed", "inquorate"].includes(board.value?.session.status ?? "");
  return over && may === undefined ? _("已经散会。") : undefined;
}
