/** The hall's clock. The device's own clock is never trusted: phones in a hall are minutes apart. */
import { signal } from "@preact/signals";

/** Long enough to have met a fast message, short enough to follow a device whose counter drifts or stops in sleep. */
const WINDOW_MS = 60_000;

interface Sample {
  at: number;
  offset: number;
}

/** Estimates hall time from stamped messages. A message is never early, so the largest offset is the least delayed. */
export class HallClock {
  private samples: Sample[] = [];

  /** `stamp`: hall time in ms written by the server; `counter`: a monotonic counter in ms when it arrived. */
  observe(stamp: number, counter: number): void {
    if (!Number.isFinite(stamp)) return;
    this.samples = this.samples.filter((sample) => counter - sample.at < WINDOW_MS);
    this.samples.push({ at: counter, offset: stamp - counter });
  }

  /** Hall time in ms since 1970, or null before the first message. */
  read(counter: number): number | null {
    if (this.samples.length === 0) return null;
    return counter + Math.max(...this.samples.map((sample) => sample.offset));
  }
}

const clock = new HallClock();

let timer: ReturnType<typeof setInterval> | undefined;
/** Runs only while a view reads it. Four times a second: a countdown never skips a second that somebody watches. */
const tick = signal(0, {
  watched() {
    timer = setInterval(() => {
      tick.value += 1;
    }, 250);
  },
  unwatched() {
    clearInterval(timer);
  },
});

export function observe(at: string): void {
  clock.observe(Date.parse(at), performance.now());
}

/** Hall time in ms, or null before the first pulse; does not subscribe. */
export function hallTime(): number | null {
  return clock.read(performance.now());
}

/** Hall time in ms, or null before the first pulse; a view or effect that reads it runs again as time passes. */
export function now(): number | null {
  void tick.value;
  return hallTime();
}

/** Whole seconds from an instant until now, never negative; null before the first pulse. */
export function secondsSince(instant: string): number | null {
  const at = now();
  return at === null ? null : Math.max(0, Math.floor((at - Date.parse(instant)) / 1000));
}

/** Whole seconds from now until an instant, rounded up, never negative; null before the first pulse. */
export function secondsUntil(instant: string): number | null {
  const at = now();
  return at === null ? null : Math.max(0, Math.ceil((Date.parse(instant) - at) / 1000));
}
