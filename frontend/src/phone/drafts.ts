/** What is half written stays on this phone, for each session, seat and form, until it has been taken in. */
import { currentTicket } from "../live/connection";
import { page } from "../live/page";
import { memory } from "../live/storage";

export type Draft = Record<string, string>;

function keyOf(form: string): string {
  const seat = page.seats.find((candidate) => candidate.ticket === currentTicket())?.seat ?? "";
  return `deliberation:draft:${page.code}:${seat}:${form}`;
}

export function readDraft(form: string): Draft {
  return JSON.parse(memory.get(keyOf(form)) ?? "{}") as Draft;
}

export function keepDraft(form: string, draft: Draft): void {
  memory.set(keyOf(form), JSON.stringify(draft));
}

export function forgetDraft(form: string): void {
  memory.remove(keyOf(form));
}
