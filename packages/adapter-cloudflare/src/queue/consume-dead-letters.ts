import { toSyncError } from "@openphone-notion/core";
import type { PhoneNumberSync } from "../objects/phone-number-sync.js";
import type { WorkerParts } from "../worker-parts.js";
import { delaySeconds } from "./cloudflare-queue.js";
import { readBody } from "./queue-body.js";
import { routesOf } from "./route.js";

const LATER_S = 300;

/**
 * Takes what the queue has given up: each key is tried once more, and parked where that fails for a cause of its own. A
 * message that is given up here too loses nothing: its activity is still due in the state, and the sweep sends it again.
 */
export async function consumeDeadLetters(
  parts: Pick<WorkerParts, "store" | "openphone" | "logger">,
  objects: (name: string) => Pick<DurableObjectStub<PhoneNumberSync>, "bury">,
  messages: readonly Message<unknown>[],
): Promise<void> {
  await Promise.all(
    messages.map(async (message) => {
      const body = readBody(message.body);
      if (!body) return message.ack();
      const { key } = body;
      try {
        const routes = await routesOf(parts, [key]);
        const outcome = await objects(routes.get(key) ?? key).bury(key);
        parts.logger.warn("queue.dead_letter", { key, became: outcome.became });
        if (outcome.became === "later") message.retry({ delaySeconds: delaySeconds(outcome.afterMs) + 1 });
        else message.ack();
      } catch (error) {
        parts.logger.error("queue.dead_letter_failed", { key, code: toSyncError(error).code });
        message.retry({ delaySeconds: LATER_S });
      }
    }),
  );
}
