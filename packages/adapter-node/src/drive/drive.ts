import { type Clock, type Engine, type Logger, purgeOld, type StateStore } from "@openphone-notion/core";
import type { InProcessQueue } from "../queue/in-process-queue.js";
import { every } from "../schedule.js";
import type { DriveRole } from "./drive-role.js";

const SWEEP_EVERY_MS = 2_000;
const PURGE_EVERY_MS = 6 * 3_600_000;

/** Work beside the queue that only who drives does, e.g. a reconciliation every few hours. */
export interface RegularTask {
  name: string;
  everyMs: number;
  /** Whether it runs as soon as the driving begins. */
  atOnce?: boolean;
  /** The signal aborts when the driving ends, which waits for this to end too. */
  run(signal: AbortSignal): Promise<unknown>;
}

/**
 * Brings what is due to Notion, for as long as this process has the role; where another has it, waits for it.
 * Answers whether it was had at once.
 */
export function drive(
  parts: {
    role: DriveRole;
    queue: InProcessQueue;
    engine: Engine;
    store: StateStore;
    clock: Clock;
    logger: Logger;
  },
  tasks: readonly RegularTask[] = [],
): Promise<boolean> {
  const { role, queue, engine, store, clock, logger } = parts;
  const regular: RegularTask[] = [
    { name: "sweep", everyMs: SWEEP_EVERY_MS, run: () => engine.sweep() },
    {
      name: "purge",
      everyMs: PURGE_EVERY_MS,
      run: (signal) => purgeOld(store, clock.now(), { signal }),
    },
    ...tasks,
  ];
  let ending = new AbortController();
  let stops: (() => Promise<void>)[] = [];
  return role.start({
    begin() {
      ending = new AbortController();
      const { signal } = ending;
      queue.start(engine.consume);
      stops = regular.map(({ name, everyMs, atOnce = false, run }) =>
        every(everyMs, () => run(signal), { clock, logger, name, atOnce }),
      );
      engine.resume().catch(() => logger.warn("sweep.failed"));
    },
    async end() {
      ending.abort();
      await Promise.all([queue.stop(), ...stops.splice(0).map((stop) => stop())]);
    },
  });
}
