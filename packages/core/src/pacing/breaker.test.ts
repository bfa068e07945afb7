import { describe, expect, test } from "vitest";
import { createBreaker } from "./breaker.js";

function breakerOfThree() {
  let now = 0;
  const breaker = createBreaker({
    clock: { now: () => now, after: () => () => {} },
    failures: 3,
    openMs: 1_000,
    maxOpenMs: 4_000,
  });
  const fail = (times: number) => {
    for (let count = 0; count < times; count++) breaker.failed();
  };
  return { breaker, fail, pass: (ms: number) => (now += ms) };
}

describe("a breaker", () => {
  test("opens after failures in a row only", () => {
    const { breaker, fail } = breakerOfThree();
    fail(2);
    breaker.succeeded();
    fail(2);
    expect(breaker.admit()).toBe(0);
    fail(1);
    expect(breaker.admit()).toBe(1_000);
  });

  test("lets one try through when its time is over, and everybody once that has worked", () => {
    const { breaker, fail, pass } = breakerOfThree();
    fail(3);
    pass(1_000);
    expect([breaker.admit(), breaker.admit() > 0, breaker.admit() > 0]).toEqual([0, true, true]);
    breaker.succeeded();
    expect([breaker.admit(), breaker.admit()]).toEqual([0, 0]);
  });

  test("stays open longer each time the try fails, up to a limit", () => {
    const { breaker, fail, pass } = breakerOfThree();
    fail(3);
    const open: number[] = [];
    for (let round = 0; round < 4; round++) {
      pass(breaker.admit());
      expect(breaker.admit()).toBe(0);
      fail(1);
      open.push(breaker.admit());
    }
    expect(open).toEqual([2_000, 4_000, 4_000, 4_000]);
  });

  test("a try that is never heard of again gives way to the next", () => {
    const { breaker, fail, pass } = breakerOfThree();
    fail(3);
    pass(1_000);
    expect(breaker.admit()).toBe(0);
    pass(breaker.admit());
    expect(breaker.admit()).toBe(0);
  });
});
