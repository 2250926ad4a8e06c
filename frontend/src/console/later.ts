// 补录: while it is on, everything that is recorded here says when it happened, until it is switched off.
import { signal } from "@preact/signals";
import { page } from "../live/page";
import { memory } from "../live/storage";

const KEY = `deliberation:later:${page.code}`;

/** Hall time as the field gives it, 2026-05-16T14:20; null while things are recorded as they happen. */
export const happenedAt = signal(page.screen === "record" ? memory.get(KEY) : null);

/** A reload, or a second power cut, must not switch it off unnoticed. */
export function setHappenedAt(at: string | null): void {
  happenedAt.value = at;
  if (at === null) memory.remove(KEY);
  else memory.set(KEY, at);
}
