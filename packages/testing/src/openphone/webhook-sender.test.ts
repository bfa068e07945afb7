import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { signWebhook } from "../payloads/sign-webhook.js";
import type { WebhookEvent } from "../payloads/webhook-event.js";
import { createWebhookSender } from "./webhook-sender.js";

const url = "https://hooks.example.com/quo";
const standard = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const legacy = { calls: "Y2FsbHM=", messages: "bWVzc2FnZXM=", summaries: "c3Vt", transcripts: "dHJhbnM=" };

/** Time that a test moves; each due callback runs at its own instant. */
function handClock() {
  let now = Date.UTC(2026, 9, 7);
  let timers: { at: number; callback: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs: number, callback: () => void) {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    /** Goes to the next timer, and runs it; `false` when none is left. */
    step() {
      const next = timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) return false;
      timers = timers.filter((each) => each !== next);
      now = next.at;
      next.callback();
      return true;
    },
  };
}

/** A receiver that answers from a list and keeps what came. */
function receiver(...answers: (number | "unreachable")[]) {
  const received: Request[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    received.push(new Request(input, init));
    const answer = answers.shift() ?? 200;
    if (answer === "unreachable") throw new TypeError("fetch failed");
    return new Response(null, { status: answer });
  };
  return { received, fetch };
}

/** Signing is truly asynchronous, so an attempt ends some turns after its timer. */
async function until(isTrue: () => boolean) {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

test("what is answered with 2xx is delivered once", async () => {
  const clock = handClock();
  const { received, fetch } = receiver(202);
  const sender = createWebhookSender({ url, fetch, clock, secrets: { standard } });

  expect(await sender.deliver(callCompleted())).toBe(202);
  expect(clock.step()).toBe(false);
  expect(received).toHaveLength(1);
  expect(sender.log[0]).toMatchObject({ state: "delivered", attempts: [{ status: 202 }] });
});

test("all else is tried eight times within 27 h 35 min, under one delivery id, signed anew", async () => {
  const clock = handClock();
  const start = clock.now();
  const { received, fetch } = receiver(500, "unreachable", 404, 301, 503, 503, 503, 503);
  const sender = createWebhookSender({ url, fetch, clock, secrets: { standard } });

  expect(await sender.deliver(callCompleted())).toBe(500);
  const { attempts } = sender.log[0]!;
  for (let count = 2; count <= 8; count++) {
    clock.step();
    await until(() => attempts.length === count);
  }

  expect(attempts.map(({ at }) => (at - start) / 1000)).toEqual([0, 5, 305, 2105, 9305, 27305, 63305, 99305]);
  expect(attempts.map(({ status }) => status)).toEqual([500, null, 404, 301, 503, 503, 503, 503]);
  expect(sender.log[0]?.state).toBe("failed");
  expect(clock.step()).toBe(false);
  const header = (name: string) => new Set(received.map(({ headers }) => headers.get(name)));
  expect(header("webhook-id").size).toBe(1);
  expect(header("webhook-timestamp").size).toBe(8);
});

test("an event delivered twice makes two deliveries of one event", async () => {
  const { received, fetch } = receiver();
  const sender = createWebhookSender({ url, fetch, secrets: { standard } });
  await sender.deliver(callCompleted());
  await sender.deliver(callCompleted());

  expect(new Set(received.map(({ headers }) => headers.get("webhook-id"))).size).toBe(2);
  expect(new Set(await Promise.all(received.map((request) => request.text()))).size).toBe(1);
});

describe("each family of legacy webhooks has its own key", () => {
  test.each<[WebhookEvent, keyof typeof legacy]>([
    [callCompleted({ system: "v4" }), "calls"],
    [callCompleted({ system: "v3" }), "calls"],
    [messageReceived({ system: "v4" }), "messages"],
    [callSummaryCompleted({ system: "v4", type: "callSummary" }), "summaries"],
    [callTranscriptCompleted({ system: "v4" }), "transcripts"],
  ])("%#: %s", async (event, family) => {
    const clock = handClock();
    const { received, fetch } = receiver();
    await createWebhookSender({ url, fetch, clock, secrets: { legacy } }).deliver(event);

    const { headers } = await signWebhook(event, { secret: legacy[family], now: clock.now() });
    expect(received[0]?.headers.get("openphone-signature")).toBe(headers["openphone-signature"]);
  });

  test("and a missing one is a mistake of the caller", () => {
    const sender = createWebhookSender({ url, secrets: { legacy } });

    expect(() => sender.deliver(callCompleted())).toThrow(/standard secret/);
  });
});

test("stop gives up what waits", async () => {
  const clock = handClock();
  const { fetch } = receiver(500);
  const sender = createWebhookSender({ url, fetch, clock, secrets: { standard } });
  await sender.deliver(callCompleted());
  sender.stop();

  expect(clock.step()).toBe(false);
});
