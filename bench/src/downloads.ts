import { setTimeout as sleep } from "node:timers/promises";
import { milliseconds, percentile } from "./distribution.ts";
import { figure, heading, row } from "./print.ts";
import { createSender } from "./sender.ts";
import { signEvents } from "./sign-events.ts";
import { openStage } from "./stage.ts";
import { answeredCall, eventsOf, officeEvents, officeTraffic } from "./traffic.ts";

const RECORDINGS = 20;
const BYTES = 20_000_000;
const WEBHOOKS = 600;
const PER_SECOND = 200;
const WARM_UP = 200;
/** In which the parts of a call are waited for. */
const WINDOW_MS = 5_500;
const ROUNDS = 3;
/** Bytes a second on each of the four connections: as the internet brings them, and as much as two cores can take. */
const LINES = [5_000_000, 25_000_000];

/** What the webhooks of an office wait for their 2xx while recordings come in, and while none do. */
export async function downloads(): Promise<void> {
  heading(
    `downloads: ${figure(WEBHOOKS)} webhooks at ${PER_SECOND}/s beside ${RECORDINGS} recordings of ${figure(BYTES / 1e6)} MB (goal p99 < 50 ms)`,
  );
  const alone: number[] = [];
  const beside = new Map(LINES.map((line) => [line, [] as number[]]));
  // In turns: what else the machine does comes and goes.
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(...(await measure()));
    for (const [line, times] of beside) times.push(...(await measure(line)));
  }
  row("with no recording", milliseconds(alone));
  for (const [line, times] of beside) {
    row(`with recordings at ${figure(line / 1e6)} MB/s each`, milliseconds(times));
    const ratios = [0.5, 0.95, 0.99].map((share) =>
      figure(percentile(times, share) / percentile(alone, share), 2),
    );
    row("  over without", `p50 ${ratios[0]}   p95 ${ratios[1]}   p99 ${ratios[2]}`);
  }
}

/** What each webhook waits for, beside recordings that come over such a line, or beside none. */
async function measure(bytesPerSecond = 0): Promise<number[]> {
  const stage = await openStage({ longRecording: { bytes: BYTES, bytesPerSecond } });
  const sender = createSender(stage.receiver.ready.url, 64);
  const post = async (events: Parameters<typeof signEvents>[0]) => {
    for (const webhook of await signEvents(events)) await sender.post(webhook);
  };
  const { recordingUrl, longRecordingUrl } = stage.services.ready;
  await post(eventsOf(officeTraffic(recordingUrl, { from: 2_000_000, activities: WARM_UP })));
  // Until all of it is in Notion: what compiling costs is no part of a webhook.
  await sleep(WINDOW_MS + 3_000);
  const calls = Array.from({ length: bytesPerSecond > 0 ? RECORDINGS : 0 }, (_, index) =>
    answeredCall(1_000_000 + index, longRecordingUrl),
  );
  await post(eventsOf(calls));
  const live = await signEvents(officeEvents(WEBHOOKS, recordingUrl));
  const times: number[] = [];
  // Downloads begin then.
  await sleep(WINDOW_MS);
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
