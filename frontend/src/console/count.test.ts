import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { allFor, asRow, difference, EMPTY, filled, paperSums, parseCount, type Row, settled } from "./count";

test("a line adds up exactly when its three numbers make the people", () => {
  const numbers = [null, 0, 1, 2, 3, 4];
  for (const people of [0, 1, 3]) {
    for (const yes of numbers) {
      for (const no of numbers) {
        for (const abstain of numbers) {
          const row: Row = { for: yes, against: no, abstain };
          const counts = settled(row, people);
          if (counts) equal(counts[0] + counts[1] + counts[2], people);
          // Nothing that was typed is ever changed.
          const whole = filled(row, people);
          if (yes !== null) equal(whole.for, yes);
          if (no !== null) equal(whole.against, no);
          if (abstain !== null) equal(whole.abstain, abstain);
          if (yes !== null && no !== null && abstain !== null) equal(counts !== null, yes + no + abstain === people);
        }
      }
    }
  }
});

test("whoever is left after for and against abstains", () => {
  deepEqual(settled({ for: 2, against: 0, abstain: null }, 3), [2, 0, 1]);
});

test("a number that is everybody leaves nothing for the others", () => {
  deepEqual(settled({ for: 5, against: null, abstain: null }, 5), [5, 0, 0]);
  deepEqual(settled(allFor(5), 5), [5, 0, 0]);
});

test("for alone says nothing about against", () => {
  equal(settled({ for: 2, against: null, abstain: null }, 3), null);
  equal(difference({ for: 2, against: null, abstain: null }, 3), -1);
});

test("a group whose members all voted by phone needs no typing", () => {
  deepEqual(settled(EMPTY, 0), [0, 0, 0]);
});

test("too many is positive, too few negative", () => {
  equal(difference({ for: 2, against: 2, abstain: null }, 3), 1);
  equal(difference({ for: 1, against: 0, abstain: 0 }, 3), -2);
});

test("a saved count comes back as it was", () => {
  deepEqual(asRow([4, 0, 1]), { for: 4, against: 0, abstain: 1 });
  deepEqual(asRow(undefined), EMPTY);
});

test("only digits are numbers", () => {
  equal(parseCount(" 12人"), 12);
  equal(parseCount("-"), null);
  equal(parseCount("123456"), 1234);
});

test("paper adds up when the choices are what came back without the invalid ones", () => {
  const rows: Row[] = [
    { for: 5, against: 0, abstain: null },
    { for: 1, against: null, abstain: 1 },
  ];
  deepEqual(paperSums(8, 8, 1, rows), { valid: 7, counted: 7, addsUp: true });
  equal(paperSums(7, 8, 1, rows).addsUp, false);
  equal(paperSums(8, 7, 1, rows).addsUp, false);
  equal(paperSums(0, 0, 0, []).addsUp, false);
});
