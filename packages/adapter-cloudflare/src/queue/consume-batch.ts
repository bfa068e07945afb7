import { toSyncError } from "@openphone-notion/core";
import type { RunOutcome, Wanted } from "../objects/keyed-runs.js";
import type { PhoneNumberSync } from "../objects/phone-number-sync.js";
import type { WorkerParts } from "../worker-parts.js";
import { delaySeconds } from "./cloudflare-queue.js";
import { readBody } from "./queue-body.js";
import { routesOf } from "./route.js";

/** What came of one message. */
interface Delivered {
  message: Message<unknown>;
  wanted: Wanted;
}

/** The pause before a failed message comes again, by how often it has failed. */
const backoffSeconds = (attempts: number): number => Math.min(600, 5 * 2 ** Math.min(attempts - 1, 7));

type Objects = (name: string) => Pick<DurableObjectStub<PhoneNumberSync>, "sync">;

/**
 * Hands a batch to the objects of the numbers that it speaks of, all at the same time. Every message is answered by itself:
 * done, left to the sweep, to come again as a new message (a wait is no failure), or to be tried again.
 */
export async function consumeBatch(
  parts: Pick<WorkerParts, "store" | "openphone" | "queue" | "logger">,
  objects: Objects,
  messages: readonly Message<unknown>[],
): Promise<void> {
  const delivered = messages.flatMap((message): Delivered[] => {
    const body = readBody(message.body);
    if (body) return [{ message, wanted: { ...body, sentAt: message.timestamp.getTime() } }];
    parts.logger.error("queue.unreadable", { id: message.id });
    message.ack();
    return [];
  });
  let groups: Map<string, Delivered[]>;
  try {
    const routes = await routesOf(
      parts,
      delivered.map(({ wanted }) => wanted.key),
    );
    groups = groupBy(delivered, ({ wanted }) => routes.get(wanted.key) ?? wanted.key);
  } catch (error) {
    parts.logger.error("queue.not_routed", { code: toSyncError(error).code, messages: delivered.length });
    for (const { message } of delivered) tryAgain(message);
    return;
  }
  await Promise.all([...groups].map(([name, group]) => handOver(parts, objects(name), group)));
}

async function handOver(
  parts: Pick<WorkerParts, "queue" | "logger">,
  object: ReturnType<Objects>,
  group: readonly Delivered[],
): Promise<void> {
  let outcomes: RunOutcome[];
  try {
    outcomes = await object.sync(group.map(({ wanted }) => wanted));
  } catch (error) {
    // The object was evicted or reset: none of them is known to be done.
    parts.logger.warn("queue.object_failed", { error: error instanceof Error ? error.name : typeof error });
    for (const { message } of group) tryAgain(message);
    return;
  }
  await Promise.all(
    group.map(({ message, wanted }, index) => answer(parts, message, wanted, outcomes[index]!)),
  );
}

async function answer(
  { queue, logger }: Pick<WorkerParts, "queue" | "logger">,
  message: Message<unknown>,
  { key, priority }: Wanted,
  outcome: RunOutcome,
): Promise<void> {
  if (outcome.status === "rejected") return tryAgain(message);
  if (outcome.status === "again") {
    try {
      // Anew, for waiting is no attempt: attempts are counted by the queue and end in the dead letters.
      await queue.send([{ key, priority, delayMs: Math.max(1, outcome.afterMs) }]);
    } catch {
      logger.warn("queue.send_failed", { key });
      message.retry({ delaySeconds: delaySeconds(outcome.afterMs) });
      return;
    }
  }
  message.ack();
}

const tryAgain = (message: Message<unknown>): void =>
  message.retry({ delaySeconds: backoffSeconds(message.attempts) });

function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return groups;
}
