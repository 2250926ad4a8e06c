/**
 * Commands on their way: never lost, never doubled, always in the order they were given.
 * Each is kept on the device under its own key until the server has answered, and is sent again with the same id.
 */
import { signal } from "@preact/signals";
import type { Memory } from "./storage";
import type { Answer, Arguments } from "./types";

/** Codes that mean "not now": the same command is sent again by itself. */
const NOT_NOW = new Set(["unavailable", "slow_down"]);
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

export interface Pending {
  id: string;
  do: string;
  args: Arguments;
}

interface Entry extends Pending {
  /** Orders entries over a reload: the device's clock and a counter, compared only with each other. */
  order: number;
}

export interface Outside {
  /** Send one command and call back once: with the answer, or with null when none came in time. */
  transmit(command: { id: string; do: string } & Arguments, done: (answer: Answer | null) => void): void;
  memory: Memory;
  newId(): string;
  /** A number that never gets smaller on this device. */
  order(): number;
  after(ms: number, action: () => void): void;
}

export class Outbox {
  /** What the server has not answered yet, oldest first. */
  readonly pending = signal<readonly Pending[]>([]);
  /** The last command that was refused, with the sentence that says why. */
  readonly refused = signal<{ command: Pending; message: string; code: string } | null>(null);

  private readonly waiting = new Map<string, (answer: Answer) => void>();
  private online = false;
  /** Changes whenever a sending is given up, so that its late answer is recognised as late. */
  private attempt = 0;
  private sending = false;
  private pause = FIRST_PAUSE_MS;

  /** `owner` is the session and seat: what one person has sent never goes out in another's name. */
  constructor(
    private readonly outside: Outside,
    private owner: string,
  ) {
    this.load();
  }

  send(what: string, args: Arguments): Promise<Answer> {
    const entry: Entry = { id: this.outside.newId(), do: what, args, order: this.outside.order() };
    this.outside.memory.set(this.prefix() + entry.id, JSON.stringify(entry));
    this.pending.value = [...this.pending.value, entry];
    const answer = new Promise<Answer>((resolve) => this.waiting.set(entry.id, resolve));
    this.advance();
    return answer;
  }

  /** The connection is there: send what waits. */
  resume(): void {
    this.online = true;
    this.attempt += 1;
    this.sending = false;
    this.pause = FIRST_PAUSE_MS;
    this.advance();
  }

  /** The connection is gone: what was sent may or may not have arrived, so it goes out again later. */
  suspend(): void {
    this.online = false;
    this.attempt += 1;
    this.sending = false;
  }

  /** Another person takes over this device. The one before finds their commands again on return. */
  changeOwner(owner: string): void {
    this.suspend();
    this.owner = owner;
    this.waiting.clear();
    this.refused.value = null;
    this.load();
  }

  private prefix(): string {
    return `deliberation:outbox:${this.owner}:`;
  }

  private load(): void {
    const { memory } = this.outside;
    const entries: Entry[] = [];
    for (const key of memory.keys(this.prefix())) {
      entries.push(JSON.parse(memory.get(key) ?? "null") as Entry);
    }
    this.pending.value = entries.sort((a, b) => a.order - b.order);
  }

  private advance(): void {
    const next = this.pending.value[0];
    if (!this.online || this.sending || !next) return;
    this.sending = true;
    const attempt = ++this.attempt;
    this.outside.transmit({ ...next.args, id: next.id, do: next.do }, (answer) => {
      if (attempt !== this.attempt) return;
      if (answer === null || (!answer.ok && NOT_NOW.has(answer.code))) this.tryAgain(attempt);
      else this.settle(next, answer);
    });
  }

  private tryAgain(attempt: number): void {
    const pause = this.pause;
    this.pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    this.outside.after(pause, () => {
      if (attempt !== this.attempt) return;
      this.sending = false;
      this.advance();
    });
  }

  private settle(entry: Pending, answer: Answer): void {
    this.outside.memory.remove(this.prefix() + entry.id);
    this.pending.value = this.pending.value.filter((other) => other.id !== entry.id);
    this.sending = false;
    this.pause = FIRST_PAUSE_MS;
    this.refused.value = answer.ok ? null : { command: entry, message: answer.message, code: answer.code };
    this.waiting.get(entry.id)?.(answer);
    this.waiting.delete(entry.id);
    this.advance();
  }
}
