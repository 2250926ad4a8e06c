import { deepEqual, equal, notEqual } from "node:assert/strict";
import { test } from "node:test";
import { merge } from "./merge";

// RFC 7396, appendix A: every example, in its order.
const EXAMPLES: [target: unknown, patch: unknown, result: unknown][] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [["a", "b"], ["c", "d"], ["c", "d"]],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

test("merges as the standard's own examples say", () => {
  for (const [target, patch, result] of EXAMPLES) {
    deepEqual(merge(target, patch), result, JSON.stringify({ target, patch }));
  }
});

test("leaves the old board as it was and shares what did not change", () => {
  const before = { votes: { V1: { status: "open" } }, topics: { T1: { no: 1 } } };
  const after = merge(before, { votes: { V1: { status: "closed" } } });
  equal(before.votes.V1.status, "open");
  equal(after.votes.V1.status, "closed");
  equal(after.topics, before.topics);
  notEqual(after.votes, before.votes);
});

test("a patch that changes nothing gives the same object back", () => {
  const before = { now: { topic: "T1" }, log: {} };
  equal(merge(before, { now: { topic: "T1", vote: null } }), before);
});

test("a key named __proto__ is only data", () => {
  const after = merge<Record<string, unknown>>({}, JSON.parse('{"__proto__": {"polluted": true}}'));
  equal(after["polluted"], undefined);
  equal(({} as Record<string, unknown>)["polluted"], undefined);
});
