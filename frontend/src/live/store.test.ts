import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { board, forgetEverything, seq, takeBoard, takePatch } from "./store";
import type { Board } from "./types";

const EMPTY: Board = {
  session: {
    code: "326841",
    title: "草坪与小广告",
    form: "deliberation",
    place: "大厅",
    status: "check_in",
    whiteboard: { left: "邻里客厅", right: "协商共治" },
  },
  quorum: { expected: 0, present: 0, by_group: {}, met: false, missing: [] },
  rules: [],
  now: {},
  floor: { queue: [], calls: 0 },
  topics: {},
  proposals: {},
  opinions: {},
  scores: {},
  votes: {},
  log: {},
};

function begin(): void {
  forgetEverything();
  takeBoard({ seq: 4, board: EMPTY, you: { role: "public", may: {} } });
}

test("a patch that follows is applied", () => {
  begin();
  equal(takePatch({ after: 4, seq: 6, patch: { now: { topic: "T1" } } }), "applied");
  equal(seq.value, 6);
  deepEqual(board.value?.now, { topic: "T1" });
});

test("a patch after a missing one changes nothing", () => {
  begin();
  equal(takePatch({ after: 5, seq: 6, patch: { now: { topic: "T1" } } }), "gap");
  equal(seq.value, 4);
  equal(board.value, EMPTY);
});

test("a patch that was already taken in is passed over", () => {
  begin();
  equal(takePatch({ after: 3, seq: 4, patch: { now: { topic: "T9" } } }), "stale");
  equal(board.value, EMPTY);
});

test("nothing can be patched before there is a board", () => {
  forgetEverything();
  equal(takePatch({ after: 0, seq: 1, patch: {} }), "gap");
});
