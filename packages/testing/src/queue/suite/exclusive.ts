import type { ActivityKey } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { aMessage, aWorker, until } from "./worker.js";

/** A worker that knows the most runs that one key had at once. */
function aCountingWorker() {
  const running = new Map<ActivityKey, number>();
  const seen = { most: 0 };
  const worker = aWorker(async ({ key }) => {
    const count = (running.get(key) ?? 0) + 1;
    running.set(key, count);
    seen.most = Math.max(seen.most, count);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running.set(key, running.get(key)! - 1);
    if (worker.times(key) % 3 === 1) throw new Error("Every third run fails.");
    return worker.times(key) === 2 ? { retryAfterMs: 0 } : undefined;
  });
  return { ...worker, seen };
}

/** One run of a key at a time. */
export function exclusiveFacet({ test, expect }: Facet): void {
  const options = { needs: "exclusive" } as const;

  test(
    "same key: many messages in one call are never two runs at once",
    async (queue) => {
      const worker = aCountingWorker();
      await queue.queue.send(Array.from({ length: 12 }, () => aMessage("call:AC1")));
      await queue.start(worker.consume);
      await until(queue, () => worker.keys.length >= 3);
      expect(worker.seen.most).toBe(1);
    },
    options,
  );

  test(
    "same key: messages that come during a run, of any priority, wait for its end",
    async (queue) => {
      const worker = aCountingWorker();
      await queue.start(worker.consume);
      for (const priority of ["standard", "critical", "low"] as const) {
        await queue.queue.send([aMessage("call:AC1", { priority }), aMessage("call:AC2", { priority })]);
        await queue.pass(2);
      }
      await until(queue, () => worker.times("call:AC1") >= 2 && worker.times("call:AC2") >= 2);
      await queue.pass(5_000);
      expect(worker.seen.most).toBe(1);
    },
    options,
  );
}
