import type { StateStore } from "@openphone-notion/core";
import { createMemoryStateStore, createMemoryStorage } from "@openphone-notion/testing";
import { RECORDING_URL } from "./bench-engine.ts";
import { benchNotion } from "./bench-notion.ts";
import { forgetfulNotion } from "./forgetful-notion.ts";
import { createLoadedEngine } from "./loaded-engine.ts";
import { figure, heading, row } from "./print.ts";
import { signEvents } from "./sign-events.ts";
import { openSqliteState } from "./sqlite-state.ts";
import { eventsOf, officeTraffic } from "./traffic.ts";

const ACTIVITIES = 1_000;
const WARM_UP = 300;

/** How many activities the whole engine brings into Notion per second when nothing outside makes it wait. */
export async function engine(): Promise<void> {
  heading(
    `engine: ${figure(ACTIVITIES)} activities, from signed webhook to settled (goal 50/s, aim 1,000/s)`,
  );
  await throughput(createMemoryStateStore(), "strict", WARM_UP);
  for (const notion of ["strict", "forgetful"] as const) {
    row(`state in memory, ${notion} Notion`, await throughput(createMemoryStateStore(), notion, ACTIVITIES));
    const sqlite = await openSqliteState();
    row(`state in SQLite, ${notion} Notion`, await throughput(sqlite.store, notion, ACTIVITIES));
    await sqlite.close();
  }
}

/** First all webhooks are taken in, then the workers start: so every activity takes one run, on any machine. */
async function throughput(store: StateStore, kind: "strict" | "forgetful", count: number): Promise<string> {
  const notion = benchNotion();
  const bench = createLoadedEngine({
    ...{ store, notion },
    storage: createMemoryStorage(),
    ...(kind === "forgetful" ? { notionFetch: forgetfulNotion(notion) } : {}),
  });
  const activities = officeTraffic(RECORDING_URL, { activities: count });
  const webhooks = await signEvents(eventsOf(activities));

  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await bench.deliver(webhooks);
  const takenInAt = performance.now();
  await bench.settle();
  const endedAt = performance.now();
  const cpu = process.cpuUsage(cpuBefore);
  await bench.stop();

  for (const { key } of activities) {
    const state = await store.activity(key);
    if (state?.status !== "synced") throw new Error(`${key} was not synced: ${state?.errorCode}`);
  }
  const perSecond = (items: number, ms: number) => `${figure((items * 1_000) / ms)}/s`;
  return [
    `${perSecond(count, endedAt - startedAt)} in all`.padEnd(14),
    `webhooks in ${perSecond(webhooks.length, takenInAt - startedAt)}`.padEnd(20),
    `activities out ${perSecond(count, endedAt - takenInAt)}`.padEnd(22),
    `${figure((cpu.user + cpu.system) / 1_000 / count, 1)} ms CPU each`,
  ].join("   ");
}
