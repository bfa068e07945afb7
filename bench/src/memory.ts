import { startChild } from "./child.ts";
import type { MemorySample } from "./memory-load.ts";
import { figure, heading, row } from "./print.ts";

const WEBHOOKS = 100_000;
const STEP = 2_500;
/** One step in so many is printed. */
const SHOWN = 4;

/** Whether a process that runs for long grows. */
export async function memory(): Promise<void> {
  heading(`memory: ${figure(WEBHOOKS)} webhooks through the engine on SQLite and disk, forgetful Notion`);
  const child = await startChild<MemorySample>("memory-process.ts");
  const samples = [child.ready];
  while (samples.length * STEP <= WEBHOOKS) {
    const sample = await child.ask<MemorySample>({ webhooks: STEP });
    if (samples.push(sample) % SHOWN !== 1) continue;
    const { webhooks, rss, heap } = sample;
    row(`after ${figure(webhooks)}`, `RSS ${megabytes(rss)}   heap ${megabytes(heap)}`);
  }
  await child.stop();
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
