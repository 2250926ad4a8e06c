/** Give a command: `await send("cast_ballot", {vote, choice})`. See outbox.ts for what is promised. */
import { Outbox, type Outside, type Pending } from "./outbox";
import { page } from "./page";
import { memory } from "./storage";
import { link } from "./store";
import type { Answer, Arguments } from "./types";

let transmit: Outside["transmit"] = (_command, done) => done(null);
let counter = 0;

/** Not crypto.randomUUID: a hall's own server speaks plain http, where browsers withhold it. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function ownerOf(ticket: string | null): string {
  const seat = page.seats.find((candidate) => candidate.ticket === ticket)?.seat ?? page.screen;
  return `${page.code}:${seat}`;
}

const outbox = new Outbox(
  {
    transmit: (command, done) => transmit(command, done),
    memory,
    newId,
    order: () => Date.now() + ++counter / 1000,
    after: (ms, action) => void setTimeout(action, ms),
  },
  ownerOf(page.ticket),
);

/** What the server has not answered yet, oldest first. */
export const pending = outbox.pending;
/** The last command that was refused, with the sentence that says why; set to null to dismiss it. */
export const refused = outbox.refused;

/** Resolves once the server has answered, however long that takes; a refusal is an answer. */
export function send(what: string, args: Arguments = {}): Promise<Answer> {
  return outbox.send(what, args);
}

/** How a person is told about what they have just done: being saved, or waiting for the network; undefined when done. */
export function progress(isMine: (command: Pending) => boolean): "saving" | "offline" | undefined {
  if (!pending.value.some(isMine)) return undefined;
  return link.value.state === "live" ? "saving" : "offline";
}

/** For connection.ts: where commands go out. */
export const wire = {
  through(send: Outside["transmit"]): void {
    transmit = send;
    outbox.resume();
  },
  cut(): void {
    outbox.suspend();
  },
  changeTicket(ticket: string | null): void {
    outbox.changeOwner(ownerOf(ticket));
  },
};
