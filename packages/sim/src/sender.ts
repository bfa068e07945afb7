import { postBody, signWebhook, type WebhookEvent } from "@openphone-notion/testing";
import type { Air } from "./air.ts";
import type { Part } from "./story.ts";

export const secrets = {
  legacy: "bGVnYWN5LXNlY3JldC1vZi10aGUtc2ltdWxhdGlvbg==",
  standard: "whsec_bmV3LXNlY3JldC1vZi10aGUtc2ltdWxhdGlvbg==",
} as const;

/** Answers whether it was taken with a 2xx; never, when the receiver dies over it. */
export type Receive = (delivery: { headers: Headers; body: Uint8Array }) => Promise<boolean>;

export interface SenderOptions {
  /** Whoever is up, if anyone. */
  receiver: () => Receive | undefined;
  /** Told of every 2xx, even one whose answer is lost on the way back. */
  acknowledged: (body: string) => void;
}

/** The documented waits (5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h), the longer ones made short: the order stays. */
const RETRY_AFTER_MS = [5_000, 60_000, 120_000, 180_000, 240_000, 300_000, 300_000];
const PATIENCE_MS = 10_000;

/**
 * OpenPhone's webhooks: each event is sent until it is acknowledged or given up, some twice, none in order, with
 * a signature of its own at every attempt.
 */
export class Sender {
  /** Deliveries that are not over yet. */
  pending = 0;
  readonly #air: Air;
  readonly #options: SenderOptions;

  constructor(air: Air, options: SenderOptions) {
    this.#air = air;
    this.#options = options;
  }

  /** Sends every part at its time. */
  schedule(parts: readonly Part[]): void {
    const { clock, weather, start } = this.#air;
    const dice = this.#air.dice.for("sender");
    for (const { event, at } of parts) {
      const copies = dice.chance(weather.deliveryDoubled) ? 2 : 1;
      const forgotten = dice.chance(weather.deliveryForgotten);
      for (let copy = 0; copy < copies; copy++) {
        const delay = dice.chance(0.1) ? dice.between(0, 240_000) : dice.between(0, 2_000);
        const tries = forgotten ? dice.between(0, 2) : RETRY_AFTER_MS.length + 1;
        this.pending++;
        clock.after(start + at + delay - clock.now(), () => void this.#deliver(event, tries));
      }
    }
  }

  async #deliver(event: WebhookEvent, tries: number): Promise<void> {
    const { clock } = this.#air;
    for (let attempt = 0; attempt < tries; attempt++) {
      if (await this.#attempt(event)) break;
      const wait = RETRY_AFTER_MS[attempt] ?? 0;
      await new Promise<void>((resolve) => void clock.after(wait, resolve));
    }
    this.pending--;
  }

  /** Whether the sender hears a 2xx in time. */
  async #attempt(event: WebhookEvent): Promise<boolean> {
    const { clock, dice, journal, weather } = this.#air;
    const name = `delivery ${event.type} ${event.apiVersion} ${event.id}`;
    if (dice.chance(weather.deliveryLost)) {
      journal.note(`${name} lost on its way`);
      return false;
    }
    const secret = event.data.object === undefined ? secrets.standard : secrets.legacy;
    const { headers, body } = await signWebhook(event, { secret, now: clock.now() });
    const receive = this.#options.receiver();
    if (!receive) {
      journal.note(`${name} finds nobody`);
      return false;
    }
    const unheard = dice.chance(weather.deliveryLost / 2);
    const heard = receive({ headers: new Headers(headers), body: new TextEncoder().encode(body) }).then(
      (taken) => {
        if (taken) this.#options.acknowledged(postBody(event));
        return taken && !unheard;
      },
    );
    const patience = new Promise<false>((resolve) => void clock.after(PATIENCE_MS, () => resolve(false)));
    const accepted = await Promise.race([heard, patience]);
    journal.note(`${name} ${accepted ? "accepted" : "not accepted"}`);
    return accepted;
  }
}
