import { messageReceived } from "../../payloads/message-events.js";
import { signWebhook } from "../../payloads/sign-webhook.js";
import type { Facet } from "./facet.js";
import { LEGACY_SECRET, STANDARD_SECRET, type World } from "./world.js";

const event = messageReceived({ id: "AC2", text: "Hello" });

/** Requests that must be refused, for each scheme. */
const forgeries: Record<string, (world: World, secret: string) => Promise<Response>> = {
  "another secret": ({ deliver }, secret) =>
    deliver(event, {
      secret: `${secret.startsWith("whsec_") ? "whsec_" : ""}${btoa("another secret of 32 bytes size!")}`,
    }),
  "another body": async ({ post }, secret) => {
    const { headers, body } = await signWebhook(event, { secret });
    return post({ headers, body: body.replace("Hello", "Hallo") });
  },
  "a signature of 10 minutes ago": ({ deliver }, secret) =>
    deliver(event, { secret, now: Date.now() - 600_000 }),
  "a signature from the future": ({ deliver }, secret) =>
    deliver(event, { secret, now: Date.now() + 600_000 }),
  "no signature": async ({ post }, secret) => post({ body: (await signWebhook(event, { secret })).body }),
};

/** Who may deliver. */
export function signatureFacet({ test, expect }: Facet): void {
  for (const [scheme, secret] of [
    ["legacy", LEGACY_SECRET],
    ["standard", STANDARD_SECRET],
  ] as const) {
    test(`${scheme}: a right one is accepted`, async ({ deliver, runtime, notion }) => {
      expect((await deliver(event, { secret })).status).toBe(200);
      await runtime.settle();
      expect(notion.page("message:AC2").Content).toBe("Hello");
    });

    test(`${scheme}: forgeries are 401 and change nothing`, async (world) => {
      for (const [forgery, send] of Object.entries(forgeries)) {
        expect({ forgery, status: (await send(world, secret)).status }).toEqual({ forgery, status: 401 });
      }
      await world.runtime.settle();
      expect(world.notion.counts.creates).toBe(0);
      // It does not count as known either.
      expect((await world.deliver(event, { secret })).status).toBe(200);
      await world.runtime.settle();
      expect(world.notion.page("message:AC2").Content).toBe("Hello");
    });
  }
}
