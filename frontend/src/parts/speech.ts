/** Where the running speech stands. Read inside a view: it changes by itself every second. */
import { secondsSince } from "../live/clock";
import type { Speaker } from "../live/types";

/** warning: the yellow card is up; over: time is up. */
export type Phase = "running" | "warning" | "over";

/** Taken when the server does not say: three minutes' custom of a yellow card at thirty seconds. */
const WARN_SECONDS_LEFT = 30;

/** `left` in whole seconds, 0 when time is up; null before the hall's clock is known. */
export function speechClock(speaker: Speaker): { left: number; phase: Phase } | null {
  const elapsed = secondsSince(speaker.started_at);
  if (elapsed === null) return null;
  const left = Math.max(0, speaker.limit_seconds - elapsed);
  const warnLeft = speaker.warn_at_seconds ?? WARN_SECONDS_LEFT;
  return { left, phase: left === 0 ? "over" : left <= warnLeft ? "warning" : "running" };
}
