/** Which of the phone's few views is in front. */
import { effect, signal } from "@preact/signals";
import { board } from "../live/store";

export type View = "now" | "hand" | "propose" | "opinion" | "amend" | "object" | "second" | "more";

export const view = signal<View>("now");

export function show(next: View): void {
  view.value = next;
  window.scrollTo(0, 0);
}

function isTyping(): boolean {
  const focused = document.activeElement;
  return focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement;
}

/** A vote and its result come to the front by themselves, but never over something half typed. */
export function bringVotesForward(): void {
  let last: string | undefined;
  effect(() => {
    const now = board.value?.now;
    const urgent = now?.vote !== undefined ? `vote ${now.vote}` : now?.result !== undefined ? `result ${now.result}` : undefined;
    if (urgent !== undefined && urgent !== last && !isTyping()) view.value = "now";
    last = urgent;
  });
}
