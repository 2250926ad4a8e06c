// One key an act. Components say which key is theirs while they are on the screen; the list (?) is read from here.
import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { memory } from "../live/storage";

export interface Binding {
  key: string;
  label: string;
  run: () => void;
}

const SWITCH = "deliberation:console-keys";

/** The bindings that are on the screen now, by key. */
export const bindings = signal<ReadonlyMap<string, Binding>>(new Map());

/** Single-letter keys can be switched off (WCAG 2.1.4), for people who dictate or whose hands tremble. */
export const keysOn = signal(memory.get(SWITCH) !== "off");

export function switchKeys(on: boolean): void {
  keysOn.value = on;
  memory.set(SWITCH, on ? "on" : "off");
}

/** Bind the keys while the component is shown. Of two components that want a key, the later one has it. */
export function useKeys(keys: readonly string[], label: string, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  const joined = keys.join(" ");
  // Before paint: whoever sees a button with its key may press the key at once.
  useLayoutEffect(() => {
    const mine = new Map<string, Binding>();
    for (const key of joined.split(" ").filter(Boolean)) mine.set(key, { key, label, run: () => latest.current() });
    bindings.value = new Map([...bindings.peek(), ...mine]);
    return () => {
      bindings.value = new Map([...bindings.peek()].filter(([key, binding]) => mine.get(key) !== binding));
    };
  }, [joined, label]);
}

/** What can be done now, with all the keys for it. */
export function keysByLabel(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { key, label } of bindings.value.values()) found.set(label, [...(found.get(label) ?? []), cap(key)]);
  return found;
}

/** How a key is written on its cap. */
export function cap(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key;
}

const TYPING = "input, textarea, select, [contenteditable], dialog";
/** What reacts to Enter and to the arrows by itself. */
const ACTS_ITSELF = "button, a, summary, [role=tab], [role=option]";

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const at = event.target;
  if (at instanceof Element && at.closest(TYPING)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "Enter" && at instanceof Element && at.closest(ACTS_ITSELF)) return;
  if (!keysOn.value && key !== "?" && key !== "Escape") return;
  const binding = bindings.value.get(key);
  if (!binding) return;
  event.preventDefault();
  binding.run();
}

export function listenToKeys(): void {
  document.addEventListener("keydown", onKeyDown);
}
