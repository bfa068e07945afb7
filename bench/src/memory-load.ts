import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createDiskStorage } from "@openphone-notion/adapter-node";
import { RECORDING_URL } from "./bench-engine.ts";
import { benchNotion } from "./bench-notion.ts";
import { forgetfulNotion } from "./forgetful-notion.ts";
import { createLoadedEngine } from "./loaded-engine.ts";
import { signEvents } from "./sign-events.ts";
import { openSqliteState } from "./sqlite-state.ts";
import { eventsOf, officeTraffic } from "./traffic.ts";

/** What a process holds after so many webhooks. */
export interface MemorySample {
  webhooks: number;
  /** Bytes. */
  rss: number;
  /** Bytes, after a collection. */
  heap: number;
}

/** The engine on SQLite and disk, and nothing beside it that keeps what it is sent. */
export interface MemoryLoad {
  /** Delivers at least `webhooks` more and lets all of them be settled. */
  deliver(webhooks: number): Promise<void>;
  sample(): MemorySample;
  close(): Promise<void>;
}

/** Activities in hand at once, so few that they do not count. */
const CHUNK = 100;

export async function openMemoryLoad(): Promise<MemoryLoad> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const sqlite = await openSqliteState();
  const notion = benchNotion();
  const bench = createLoadedEngine({
    store: sqlite.store,
    storage: createDiskStorage({ directory: join(sqlite.folder, "media") }),
    notion,
    notionFetch: forgetfulNotion(notion),
  });
  let webhooks = 0;
  let activities = 0;
  return {
    async deliver(count) {
      for (const end = webhooks + count; webhooks < end; activities += CHUNK) {
        const chunk = eventsOf(officeTraffic(RECORDING_URL, { from: activities, activities: CHUNK }));
        await bench.deliver(await signEvents(chunk));
        await bench.settle();
        webhooks += chunk.length;
      }
    },
    sample() {
      collect();
      const { rss, heapUsed } = process.memoryUsage();
      return { webhooks, rss, heap: heapUsed };
    },
    async close() {
      await bench.stop();
      await sqlite.close();
    },
  };
}
