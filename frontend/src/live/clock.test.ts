import { equal } from "node:assert/strict";
import { test } from "node:test";
import { HallClock } from "./clock";

const HALL = 1_789_000_000_000;

test("knows nothing before the first message", () => {
  equal(new HallClock().read(0), null);
});

test("believes the message that was least delayed", () => {
  const clock = new HallClock();
  // The counter and the hall's clock start together; the messages need 900, 40 and 2,500 ms.
  clock.observe(HALL, 900);
  clock.observe(HALL + 5_000, 5_040);
  clock.observe(HALL + 10_000, 12_500);
  equal(clock.read(20_000), HALL + 20_000 - 40);
});

test("forgets old messages, so that a drifting counter is followed", () => {
  const clock = new HallClock();
  clock.observe(HALL, 0);
  clock.observe(HALL + 61_000 - 700, 61_000);
  equal(clock.read(61_000), HALL + 61_000 - 700);
});

test("catches up at once when the counter stood still in sleep", () => {
  const clock = new HallClock();
  clock.observe(HALL, 0);
  clock.observe(HALL + 600_000, 5_000);
  equal(clock.read(5_000), HALL + 600_000);
});

test("a stamp that is no time is passed over", () => {
  const clock = new HallClock();
  clock.observe(Number.NaN, 0);
  equal(clock.read(0), null);
});
