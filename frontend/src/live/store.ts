/** Everything the server has told this screen, as signals. Only connection.ts writes here. */
import { batch, signal } from "@preact/signals";
import { merge } from "./merge";
import type { Board, BoardMessage, Link, PatchMessage, Pulse, You } from "./types";

export const board = signal<Board | null>(null);
export const you = signal<You | null>(null);
export const pulse = signal<Pulse | null>(null);
export const seq = signal<number | null>(null);
export const link = signal<Link>({ state: "connecting" });

export function takeBoard(message: BoardMessage): void {
  batch(() => {
    board.value = message.board;
    you.value = message.you;
    seq.value = message.seq;
  });
}

/** Apply a patch that follows what is here. "stale": already known; "gap": something before it is missing. */
export function takePatch(message: PatchMessage): "applied" | "stale" | "gap" {
  const have = seq.value;
  if (have === null || board.value === null) return "gap";
  if (message.seq <= have) return "stale";
  if (message.after !== have) return "gap";
  const next = merge(board.value, message.patch);
  batch(() => {
    board.value = next;
    seq.value = message.seq;
  });
  return "applied";
}

/** Another person takes over this device: nothing that the last one saw may stay. */
export function forgetEverything(): void {
  batch(() => {
    board.value = null;
    you.value = null;
    pulse.value = null;
    seq.value = null;
    link.value = { state: "connecting" };
  });
}
