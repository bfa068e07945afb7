import { startChild } from "./child.ts";
import { figure, heading, row } from "./print.ts";

/** What the process holds after so many webhooks. */
export interface MemorySample {
  webhooks: number;
  /** Bytes. */
  rss: number;
  /** Bytes, after a collection. */
  heap: number;
}

const WEBHOOKS = 20_000;
const STEP = 5_000;

/** Whether a process that runs for long grows. */
export async function memory(): Promise<void> {
  heading(`memory: ${figure(WEBHOOKS)} webhooks through the engine on SQLite and disk, forgetful Notion`);
  const child = await startChild<MemorySample>("memory-process.ts", {}, ["--expose-gc"]);
  const samples = [child.ready];
  for (let webhooks = STEP; webhooks <= WEBHOOKS; webhooks += STEP) {
    samples.push(await child.ask<MemorySample>({ webhooks: STEP }));
  }
  await child.stop();
  for (const { webhooks, rss, heap } of samples) {
    row(`after ${figure(webhooks)}`, `RSS ${megabytes(rss)}   heap ${megabytes(heap)}`);
  }
  const middle = samples[samples.length >> 1]!;
  const last = samples.at(-1)!;
  const per10k = (from: number, to: number) =>
    megabytes(((to - from) * 10_000) / (last.webhooks - middle.webhooks));
  row(
    "growth per 10,000, second half",
    `RSS ${per10k(middle.rss, last.rss)}   heap ${per10k(middle.heap, last.heap)}`,
  );
}

const megabytes = (bytes: number): string => `${figure(bytes / 2 ** 20, 1)} MiB`;
