import { expect, test } from "vitest";
import { createSlots } from "./slots.js";

function slotsAt(limit: number) {
  const clock = { now: () => time, after: () => () => {} };
  let time = 0;
  const slots = createSlots(limit, clock);
  const hold = (ms: number) => {
    const give = slots.take();
    time += ms;
    give?.();
  };
  return { slots, hold };
}

test("there are as many as were made, and one given back is free again", () => {
  const { slots } = slotsAt(2);
  const gives = [slots.take(), slots.take()];
  expect(slots.take()).toBeUndefined();
  gives[0]?.();
  expect(slots.take()).toBeTypeOf("function");
  expect(slots.take()).toBeUndefined();
});

test("two more are for what is urgent", () => {
  const { slots } = slotsAt(1);
  slots.take();
  expect(slots.take()).toBeUndefined();
  expect([slots.take(true), slots.take(true)]).toEqual([expect.any(Function), expect.any(Function)]);
  expect(slots.take(true)).toBeUndefined();
});

test("turns are as far apart as slots come free, and none is sooner than in two seconds", () => {
  const { slots, hold } = slotsAt(4);
  for (let download = 0; download < 100; download++) hold(1_000);
  const now = 100_000;
  const turns = Array.from({ length: 5 }, () => slots.turn() - now);
  expect(turns).toEqual([2_000, 2_250, 2_500, 2_750, 3_000]);
  hold(60_000);
  expect(slots.turn()).toBe(now + 62_000);
});
