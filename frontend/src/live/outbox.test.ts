import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { Outbox, type Outside } from "./outbox";
import { type Memory, memoryOnly } from "./storage";
import type { Answer } from "./types";

const SAVED: Answer = { ok: true, seq: 7 };

/** A server that answers when told to, and a timer that fires when told to. */
class Hall implements Outside {
  sent: { id: string; do: string }[] = [];
  pauses: number[] = [];
  private answers: ((answer: Answer | null) => void)[] = [];
  private timers: (() => void)[] = [];
  private count = 0;
  private named = 0;

  constructor(readonly memory: Memory = memoryOnly()) {}

  transmit: Outside["transmit"] = (command, done) => {
    this.sent.push(command);
    this.answers.push(done);
  };
  newId = (): string => `id-${++this.named}`;
  order = (): number => ++this.count;
  after = (ms: number, action: () => void): void => {
    this.pauses.push(ms);
    this.timers.push(action);
  };

  answer(answer: Answer | null): void {
    this.answers.shift()?.(answer);
  }
  timeGoesBy(): void {
    for (const action of this.timers.splice(0)) action();
  }
  get ids(): string[] {
    return this.sent.map((command) => command.id);
  }
}

function online(hall: Hall, owner = "326841:D1"): Outbox {
  const outbox = new Outbox(hall, owner);
  outbox.resume();
  return outbox;
}

test("a command is pending until the server has answered", async () => {
  const hall = new Hall();
  const outbox = online(hall);
  const answer = outbox.send("raise_hand", { position: "for" });
  deepEqual<unknown>(hall.sent, [{ position: "for", id: "id-1", do: "raise_hand" }]);
  equal(outbox.pending.value.length, 1);
  hall.answer(SAVED);
  deepEqual(await answer, SAVED);
  deepEqual(outbox.pending.value, []);
  deepEqual(hall.memory.keys(""), []);
});

test("what was given offline goes out on connection, in order, one after the other", () => {
  const hall = new Hall();
  const outbox = new Outbox(hall, "326841:D1");
  void outbox.send("cast_ballot", { vote: "V1", choice: "for" });
  void outbox.send("cast_ballot", { vote: "V1", choice: "against" });
  deepEqual(hall.sent, []);
  outbox.resume();
  equal(hall.sent.length, 1);
  hall.answer(SAVED);
  deepEqual(hall.sent.map((command) => (command as { choice?: string }).choice), ["for", "against"]);
});

test("no answer in time: sent again under the same id", () => {
  const hall = new Hall();
  void online(hall).send("second", { target: "P1" });
  hall.answer(null);
  hall.timeGoesBy();
  deepEqual(hall.ids, ["id-1", "id-1"]);
});

test("a busy server is asked again, ever more slowly", () => {
  const hall = new Hall();
  const outbox = online(hall);
  void outbox.send("second", { target: "P1" });
  for (const code of ["slow_down", "unavailable", "unavailable", "unavailable", "unavailable", "unavailable"]) {
    hall.answer({ ok: false, code, message: "" });
    hall.timeGoesBy();
  }
  deepEqual(hall.pauses, [500, 1000, 2000, 4000, 8000, 8000]);
  deepEqual(new Set(hall.ids), new Set(["id-1"]));
  equal(outbox.refused.value, null);
});

test("a refusal is an answer: it is told, and the next command goes out", async () => {
  const hall = new Hall();
  const outbox = online(hall);
  const answer = outbox.send("propose", { title: "" });
  void outbox.send("lower_hand", {});
  hall.answer({ ok: false, code: "unclear", message: "方案要写明做什么" });
  equal((await answer).ok, false);
  equal(outbox.refused.value?.message, "方案要写明做什么");
  equal(hall.sent[1]?.do, "lower_hand");
});

test("an answer that comes after the connection broke does not count twice", () => {
  const hall = new Hall();
  const outbox = online(hall);
  void outbox.send("second", { target: "P1" });
  void outbox.send("second", { target: "P2" });
  outbox.suspend();
  outbox.resume();
  deepEqual(hall.ids, ["id-1", "id-1"]);
  hall.answer(SAVED);
  deepEqual(outbox.pending.value.map((command) => command.id), ["id-1", "id-2"]);
  hall.answer(SAVED);
  deepEqual(outbox.pending.value.map((command) => command.id), ["id-2"]);
});

test("a pause that ends after a reconnection sends nothing a second time", () => {
  const hall = new Hall();
  const outbox = online(hall);
  void outbox.send("second", { target: "P1" });
  hall.answer(null);
  outbox.suspend();
  outbox.resume();
  hall.timeGoesBy();
  equal(hall.sent.length, 2);
});

test("a reload sends what was not answered, under its old id", () => {
  const before = new Hall();
  void online(before).send("cast_ballot", { vote: "V1", choice: "for" });
  const after = new Hall(before.memory);
  online(after);
  deepEqual(after.sent, before.sent);
});

test("another seat on the same phone never sends for the first", () => {
  const hall = new Hall();
  const outbox = new Outbox(hall, "326841:D1");
  void outbox.send("cast_ballot", { vote: "V1", choice: "for" });
  outbox.changeOwner("326841:F1");
  outbox.resume();
  deepEqual(hall.sent, []);
  outbox.changeOwner("326841:D1");
  outbox.resume();
  deepEqual(hall.ids, ["id-1"]);
});
