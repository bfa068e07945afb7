import { setTimeout as sleep } from "node:timers/promises";
import { signWebhook } from "@openphone-notion/testing";
import type { PlannedDelivery } from "./traffic.ts";

/** Signing secrets of both webhook systems. */
export const SECRETS = {
  standard: "whsec_Y3Jhc2ggY3Jhc2ggY3Jhc2ggY3Jhc2g=",
  legacy: "Y3Jhc2ggY3Jhc2ggY3Jhc2ggY3Jhc2g=",
};

const ANSWER_WITHIN_MS = 10_000;

/**
 * Sends every delivery at its time, and again until it is acknowledged. Resolves when all are, rejects when
 * `signal` aborts; `url` answers `undefined` while nobody is listening.
 */
export async function sendAll(
  deliveries: readonly PlannedDelivery[],
  options: {
    url: () => string | undefined;
    random: () => number;
    onAcknowledged: () => void;
    signal: AbortSignal;
  },
): Promise<{ attempts: number }> {
  const { signal } = options;
  let attempts = 0;

  async function send({ atMs, event }: PlannedDelivery): Promise<void> {
    await sleep(atMs, undefined, { signal });
    for (;;) {
      const url = options.url();
      if (url !== undefined) {
        attempts++;
        if (await post(url, event)) return options.onAcknowledged();
      }
      await sleep(200 + options.random() * 600, undefined, { signal });
    }
  }

  await Promise.all(deliveries.map(send));
  return { attempts };
}

/** Whether it was acknowledged. */
async function post(url: string, event: PlannedDelivery["event"]): Promise<boolean> {
  const secret = event.data.object === undefined ? SECRETS.standard : SECRETS.legacy;
  const { headers, body } = await signWebhook(event, { secret });
  try {
    const answer = await fetch(`${url}/webhooks/openphone`, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
