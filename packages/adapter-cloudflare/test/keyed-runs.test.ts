import type { ActivityKey, Priority } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createKeyedRuns, type RunOutcome } from "../src/objects/keyed-runs.js";

function heldRuns() {
  let now = 100_000;
  const under: { key: ActivityKey; end(outcome?: RunOutcome): void; fail(): void }[] = [];
  const begun: ActivityKey[] = [];
  const run = createKeyedRuns({
    now: () => now,
    run: ({ key }) => {
      begun.push(key);
      return new Promise((resolve, reject) => {
        const settle = (act: () => void) => () => {
          under.splice(
            under.findIndex((each) => each.key === key),
            1,
          );
          act();
        };
        under.push({
          key,
          end: (outcome = { status: "done" }) => settle(() => resolve(outcome))(),
          fail: settle(() => reject(new Error("The store is down."))),
        });
      });
    },
  });
  const want = (key: ActivityKey, priority: Priority = "standard", sentAt = now) =>
    run({ key, priority, sentAt });
  const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    ...{ under, begun, want, turn },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test("words that were sent before a run began are answered by it", async () => {
  const { under, begun, want, turn, pass } = heldRuns();
  const sentAt = 100_000;
  pass(5_000);
  const outcomes = Promise.all([
    want("call:AC1", "standard", sentAt),
    want("call:AC1", "low", sentAt + 1_000),
  ]);
  await turn();
  under[0]?.end();
  expect(await outcomes).toEqual([{ status: "done" }, { status: "done" }]);
  expect(await want("call:AC1", "standard", sentAt + 2_000)).toEqual({ status: "done" });
  expect(begun).toEqual(["call:AC1"]);
});

test("a word that is sent during a run leads to one more, never to two at once", async () => {
  const { under, begun, want, turn } = heldRuns();
  const first = want("call:AC1");
  await turn();
  const later = [want("call:AC1"), want("call:AC1")];
  await turn();
  expect(begun).toHaveLength(1);
  under[0]?.end();
  await first;
  await turn();
  expect(begun).toHaveLength(2);
  expect(under).toHaveLength(1);
  while (under.length > 0) {
    under[0]?.end();
    await turn();
  }
  await Promise.all(later);
});

test("a run that failed, or wants another, has answered nobody else", async () => {
  const { under, begun, want, turn, pass } = heldRuns();
  pass(60_000);
  for (const end of [() => under[0]?.fail(), () => under[0]?.end({ status: "again", afterMs: 5 })]) {
    const outcome = want("call:AC1", "standard", 100_000).catch(() => "rejected");
    await turn();
    end();
    await outcome;
  }
  expect(begun).toHaveLength(2);
});

test("a few at once, the most urgent first, and one slot for it alone", async () => {
  const { under, begun, want, turn } = heldRuns();
  for (let index = 0; index < 6; index++) void want(`call:low${index}`, "low");
  await turn();
  expect(begun).toHaveLength(3);
  void want("message:now", "critical");
  await turn();
  expect(begun.at(-1)).toBe("message:now");
  void want("message:next", "critical");
  await turn();
  expect(under).toHaveLength(4);
  under[0]?.end();
  await turn();
  expect(begun.at(-1)).toBe("message:next");
  while (under.length > 0) {
    under[0]?.end();
    await turn();
  }
  expect(begun).toHaveLength(8);
});
