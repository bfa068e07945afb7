import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COLLECTS_PASSED_FILES } from "../../packages/cli/src/running/node-flags.ts";
import { type Child, startChild } from "./child.ts";
import type { LongRecording } from "./paced-body.ts";
import type { ReceiverOptions } from "./receiver-process.ts";
import type { Services } from "./services-process.ts";

/** Fake services and one sync as `serve` runs it, each in a process of its own; this one is the sender. */
export interface Stage {
  services: Child<Services>;
  receiver: Child<{ url: string }>;
  /** SQLite file of the sync. */
  database: string;
  close(): Promise<void>;
}

export async function openStage({
  announcePages = false,
  longRecording,
  workers = true,
}: {
  announcePages?: boolean;
  longRecording?: LongRecording;
  workers?: boolean;
} = {}): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), "openphone-notion-bench-"));
  const services = await startChild<Services>("services-process.ts", { announcePages, longRecording });
  const receiver = await startChild<{ url: string }>(
    "receiver-process.ts",
    { services: services.ready, dataDir, workers } satisfies ReceiverOptions,
    COLLECTS_PASSED_FILES,
  );
  return {
    ...{ services, receiver },
    database: join(dataDir, "openphone-notion.db"),
    async close() {
      await receiver.stop();
      await services.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
