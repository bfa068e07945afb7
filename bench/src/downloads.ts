import { setTimeout as sleep } from "node:timers/promises";
import { milliseconds, percentile } from "./distribution.ts";
import { figure, heading, row } from "./print.ts";
import { createSender } from "./sender.ts";
import { signEvents } from "./sign-events.ts";
import { openStage } from "./stage.ts";
import { answeredCall, eventsOf, message } from "./traffic.ts";

const RECORDINGS = 20;
const BYTES = 20_000_000;
const WEBHOOKS = 600;
const PER_SECOND = 200;
const WARM_UP = 100;
const ROUNDS = 3;

/** What webhooks wait for their 2xx while recordings come in, and while none do. */
export async function downloads(): Promise<void> {
  heading(
    `downloads: ${figure(WEBHOOKS)} webhooks at ${PER_SECOND}/s beside ${RECORDINGS} recordings of ${figure(BYTES / 1e6)} MB (goal p99 < 50 ms)`,
  );
  const alone: number[] = [];
  const beside: number[] = [];
  // In turns: what else the machine does comes and goes.
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(...(await measure(0)));
    beside.push(...(await measure(RECORDINGS)));
  }
  row("with no recording", milliseconds(alone));
  row(`with ${RECORDINGS} recordings`, milliseconds(beside));
  const ratios = [0.5, 0.95, 0.99].map((share) =>
    figure(percentile(beside, share) / percentile(alone, share), 2),
  );
  row("with, over without", `p50 ${ratios[0]}   p95 ${ratios[1]}   p99 ${ratios[2]}`);
}

async function measure(recordings: number): Promise<number[]> {
  const stage = await openStage({ recordingBytes: BYTES });
  const sender = createSender(stage.receiver.ready.url, 64);
  const post = async (events: Parameters<typeof signEvents>[0]) => {
    for (const webhook of await signEvents(events)) await sender.post(webhook);
  };
  await post(eventsOf(Array.from({ length: WARM_UP }, (_, index) => message(1_000_000 + index))));
  const calls = Array.from({ length: recordings }, (_, index) =>
    answeredCall(index, stage.services.ready.recordingUrl),
  );
  await post(eventsOf(calls));
  const live = await signEvents(eventsOf(Array.from({ length: WEBHOOKS }, (_, index) => message(index))));
  const times: number[] = [];
  // Until the window in which a call's parts are waited for is over, and downloads begin.
  await sleep(5_500);
  const startedAt = performance.now();
  await Promise.all(
    live.map(async (webhook, index) => {
      await sleep(Math.max(0, startedAt + (index * 1_000) / PER_SECOND - performance.now()));
      const sentAt = performance.now();
      await sender.post(webhook);
      times.push(performance.now() - sentAt);
    }),
  );
  sender.close();
  await stage.close();
  return times;
}
