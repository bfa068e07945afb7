import { setTimeout as sleep } from "node:timers/promises";
import { milliseconds } from "./distribution.ts";
import { heading, row } from "./print.ts";
import { createSender } from "./sender.ts";
import type { PageCommitted } from "./services-process.ts";
import { signEvents } from "./sign-events.ts";
import { openStage, type Stage } from "./stage.ts";
import { type Activity, message, missedCall, NUMBERS } from "./traffic.ts";

const EACH = 100;
/** The first of them also load the schemas, and are not measured. */
const WARM_UP = 10;
/** So that nothing of one delivery is left when the next one comes. */
const PAUSE_MS = 25;

/** How long a critical event takes to its row, from before the POST to the moment Notion has committed the page. */
export async function latency(): Promise<void> {
  heading("latency: webhook to row on an idle system (goal p95 < 500 ms)");
  const stage = await openStage({ announcePages: true });
  const lookedUp = await measure(stage, NUMBERS, (index) => message(1_000_000 + index));
  row("message.received, contact looked up first", milliseconds(lookedUp.slice(WARM_UP)));
  row("message.received", milliseconds(await measure(stage, EACH, message)));
  row("call.completed of a missed call", milliseconds(await measure(stage, EACH, missedCall)));
  await stage.close();
}

async function measure(
  { services, receiver }: Stage,
  count: number,
  activity: (index: number) => Activity,
): Promise<number[]> {
  const sender = createSender(receiver.ready.url, 1);
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const [webhook] = await signEvents(activity(index).events);
    const page = services.next<PageCommitted>();
    const sentAt = now();
    await sender.post(webhook!);
    times.push((await page).committedAt - sentAt);
    await sleep(PAUSE_MS);
  }
  sender.close();
  return times;
}

/** On the clock that all processes of the machine share. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6;
