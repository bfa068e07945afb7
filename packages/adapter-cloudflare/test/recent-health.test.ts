import { expect, test } from "vitest";
import { createRecentHealth } from "../src/recent-health.js";

test("health is read once for all who ask within its time, and a failure is not kept", async () => {
  let reads = 0;
  let isBroken = false;
  const store = {
    async health() {
      reads++;
      if (isBroken) throw new Error("D1 is out of reach.");
      return { depth: reads, parked: 0, events: { stored: 0, waiting: 0 } };
    },
  };
  const recent = createRecentHealth(10_000);
  for (const now of [1_000, 1_001, 10_999]) expect((await recent(store, now)).depth).toBe(1);
  expect((await recent(store, 11_000)).depth).toBe(2);
  isBroken = true;
  for (const now of [21_000, 21_001]) await expect(recent(store, now)).rejects.toThrow("out of reach");
  isBroken = false;
  expect((await recent(store, 21_002)).depth).toBe(5);
});
