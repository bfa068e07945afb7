import { setTimeout as sleep } from "node:timers/promises";
import type { SignedWebhook } from "@openphone-notion/testing";
import { milliseconds } from "./distribution.ts";
import { inboxIdOf, openInbox } from "./inbox.ts";
import { figure, heading, row } from "./print.ts";
import { createSender, type Sender } from "./sender.ts";
import { signEvents } from "./sign-events.ts";
import { openStage } from "./stage.ts";
import { eventsOf, message, officeEvents } from "./traffic.ts";

const PACED = 1_000;
const PER_SECOND = 200;
/** More than can be done in the time. */
const FLOOD = 25_000;
const FLOOD_MS = 5_000;
const CONNECTIONS = 32;
/** Posted first, and not measured. */
const WARM_UP = 100;
/** Before a flood: as many as it takes until the receiver's code is compiled, which is no cost of a webhook. */
const FLOOD_WARM_UP = 5_000;

/** How fast webhooks are made durable and acknowledged while the workers run beside. */
export async function ingress(): Promise<void> {
  heading(
    `ingress: ${figure(PACED)} webhooks at ${PER_SECOND}/s (goal: all acknowledged, p99 < 50 ms), then as fast as it goes`,
  );
  await paced();
  await flood({ workers: false });
  await flood({ workers: true });
}

async function paced(): Promise<void> {
  const stage = await openStage();
  const sender = createSender(stage.receiver.ready.url, 256);
  const events = officeEvents(PACED, stage.services.ready.recordingUrl);
  const webhooks = await signEvents(events);
  for (const webhook of await warmUp()) await sender.post(webhook);
  const ids = await Promise.all(webhooks.map(({ body }) => inboxIdOf(body)));
  const inbox = openInbox(stage.database);

  const times: number[] = [];
  const acknowledged: string[] = [];
  let committed = 0;
  const deliver = async (index: number) => {
    const sentAt = performance.now();
    const status = await sender.post(webhooks[index]!);
    times.push(performance.now() - sentAt);
    if (status !== 200) return;
    acknowledged.push(ids[index]!);
    if (inbox.has(ids[index]!)) committed++;
  };
  const startedAt = performance.now();
  const deliveries: Promise<void>[] = [];
  for (let index = 0; index < webhooks.length; index++) {
    const wait = startedAt + (index * 1_000) / PER_SECOND - performance.now();
    if (wait > 0) await sleep(wait);
    deliveries.push(deliver(index));
  }
  await Promise.all(deliveries);
  await stage.receiver.kill();
  inbox.close();
  const after = openInbox(stage.database);
  const survived = acknowledged.filter((id) => after.has(id)).length;
  after.close();
  sender.close();
  await stage.close();

  row("acknowledged", `${acknowledged.length} of ${webhooks.length}`);
  row("committed when the 2xx arrived", `${committed} of ${acknowledged.length}`);
  row("there after kill -9", `${survived} of ${acknowledged.length}`);
  row("acknowledged after", milliseconds(times));
}

async function flood({ workers }: { workers: boolean }): Promise<void> {
  const stage = await openStage({ workers });
  const sender = createSender(stage.receiver.ready.url, CONNECTIONS);
  const events = officeEvents(FLOOD, stage.services.ready.recordingUrl);
  const webhooks = await signEvents(events);
  await postAll(sender, webhooks.slice(0, FLOOD_WARM_UP));

  const before = await stage.receiver.ask<NodeJS.CpuUsage>({});
  const startedAt = performance.now();
  const { times, refused } = await postAll(sender, webhooks.slice(FLOOD_WARM_UP), FLOOD_MS);
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await stage.receiver.ask<NodeJS.CpuUsage>({});
  sender.close();
  await stage.close();

  const cpuSeconds = (after.user + after.system - before.user - before.system) / 1e6;
  row(
    `${CONNECTIONS} connections, workers ${workers ? "running" : "held back"}`,
    `${figure(times.length / seconds)} durable webhooks/s (goal 2,000/s), ${refused} refused`,
  );
  row("  acknowledged after", milliseconds(times));
  row(
    "  CPU of the receiver",
    `${figure((cpuSeconds * 1_000) / times.length, 2)} ms per webhook, ${figure((100 * cpuSeconds) / seconds)} % of a core`,
  );
}

/** Over all connections, each waiting for its answer; begins no more after `forMs`. Resolves with how long each took. */
async function postAll(sender: Sender, webhooks: readonly SignedWebhook[], forMs = Number.POSITIVE_INFINITY) {
  const startedAt = performance.now();
  const left = webhooks.values();
  const times: number[] = [];
  let refused = 0;
  const connection = async () => {
    for (const webhook of left) {
      const sentAt = performance.now();
      if (sentAt - startedAt > forMs) return;
      const status = await sender.post(webhook);
      if (status === 200) times.push(performance.now() - sentAt);
      else refused++;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return { times, refused };
}

const warmUp = () =>
  signEvents(eventsOf(Array.from({ length: WARM_UP }, (_, index) => message(1_000_000 + index))));
