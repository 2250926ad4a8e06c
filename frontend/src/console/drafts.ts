// What somebody is typing lives here, not in a component: a redraw, a refusal or a closed sheet loses nothing.
import { type Signal, signal } from "@preact/signals";

const drafts = new Map<string, Signal<unknown>>();

/** The draft of that name; made with `initial` the first time it is asked for. */
export function draft<T>(name: string, initial: T): Signal<T> {
  let found = drafts.get(name);
  if (!found) {
    found = signal<unknown>(initial);
    drafts.set(name, found);
  }
  // A name is used for one type only; the screens' modules each keep to their own prefix.
  return found as Signal<T>;
}

/** Sent and accepted: begin anew next time. */
export function forget(prefix: string): void {
  for (const name of [...drafts.keys()]) if (name.startsWith(prefix)) drafts.delete(name);
}
