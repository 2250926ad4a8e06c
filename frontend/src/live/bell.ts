/** A bell for the hall: one stroke at the yellow card, two when time is up. Silent until a person switches it on. */
import { signal } from "@preact/signals";

/** Browsers make sound only after a touch, so this is never remembered over a reload. */
export const bellOn = signal(false);
let audio: AudioContext | null = null;

export function toggleBell(): void {
  bellOn.value = !bellOn.value;
  if (!bellOn.value) return;
  audio = audio ?? new AudioContext();
  void audio.resume();
  ring(1);
}

/** Ring so many strokes, 0.6 s apart. */
export function ring(strokes: 1 | 2): void {
  if (!bellOn.value || !audio) return;
  for (let stroke = 0; stroke < strokes; stroke += 1) strike(audio, audio.currentTime + stroke * 0.6);
}

function strike(context: AudioContext, start: number): void {
  // A fundamental and one inharmonic overtone, fading: close enough to a hand bell, and no file to load.
  for (const [frequency, loudness] of [[880, 0.4], [2425, 0.12]] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(loudness, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 1.2);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + 1.2);
  }
}
