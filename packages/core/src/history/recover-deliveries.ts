import { toInboxEvent } from "../engine/inbox-event.js";
import type { OpenPhoneClient } from "../openphone/client.js";
import { isSameUrl } from "../openphone/is-same-url.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { Queue } from "../ports/queue.js";
import type { StateStore } from "../ports/state-store.js";
import { SyncError, toSyncError } from "../sync-error.js";

export interface RecoverParts {
  store: Pick<StateStore, "events" | "receive">;
  queue: Queue;
  openphone: Pick<OpenPhoneClient, "listWebhooks" | "deliveryPages" | "getDelivery">;
  clock: Clock;
  logger: Logger;
}

export interface RecoverRequest {
  /** Milliseconds since the epoch. */
  since: number;
  /** Only what was to be delivered there. Default: to any webhook of the workspace. */
  url?: string;
}

export interface RecoverCounts {
  /** Failed deliveries in the log. */
  found: number;
  /** Taken into the inbox. */
  recovered: number;
  /** Had arrived after all, by a retry or another webhook. */
  known: number;
  /** Of types that speak of no activity. */
  ignored: number;
  /** Bodies that cannot be read. */
  unreadable: number;
}

/**
 * Takes failed deliveries out of the sender's log into the inbox, as if they had arrived. May be repeated: what is in the
 * inbox is known by its event id. The log is the sender's word about itself, so no signature is asked for.
 */
export async function recoverDeliveries(
  parts: RecoverParts,
  request: RecoverRequest,
  { signal, onProgress = () => {} }: { signal?: AbortSignal; onProgress?(counts: RecoverCounts): void } = {},
): Promise<RecoverCounts> {
  const { store, queue, clock, logger } = parts;
  if (!(request.since < clock.now())) {
    throw new SyncError(
      "invalid_configuration",
      "Deliveries can only be recovered since a time in the past.",
      {
        retry: "never",
      },
    );
  }
  const counts: RecoverCounts = { found: 0, recovered: 0, known: 0, ignored: 0, unreadable: 0 };
  for await (const { id, body } of failedDeliveries(parts.openphone, request)) {
    if (signal?.aborted) break;
    counts.found++;
    try {
      const { row } = await toInboxEvent(body, { receivedAt: clock.now(), waitMs: () => 0 });
      counts[await take(store, row)]++;
      if (row.key) {
        const { key, priority } = row;
        queue.send([{ key, priority }]).catch(() => logger.warn("queue.send_failed", { key }));
      }
    } catch (thrown) {
      const { code, retry } = toSyncError(thrown);
      if (retry !== "never") throw thrown;
      counts.unreadable++;
      logger.warn("recover.unreadable", { delivery: id, code });
    }
    onProgress({ ...counts });
  }
  return counts;
}

/** By event id and activity: the samples of test deliveries share one id, and a body may be written differently. */
async function take(
  store: RecoverParts["store"],
  row: Parameters<StateStore["receive"]>[0][number],
): Promise<"recovered" | "known" | "ignored"> {
  const { events } = await store.events({ id: row.eventId, limit: 100 });
  if (events.some(({ system, key }) => system === row.system && key === row.key)) return "known";
  const [outcome] = await store.receive([row]);
  if (outcome === "duplicate") return "known";
  return row.key ? "recovered" : "ignored";
}

/** Of the new webhook system: the legacy one keeps no log. A delivery whose body is not told has an empty one. */
async function* failedDeliveries(
  openphone: RecoverParts["openphone"],
  { since, url }: RecoverRequest,
): AsyncGenerator<{ id: string; body: string }> {
  for (const webhook of await openphone.listWebhooks()) {
    if (url !== undefined && !isSameUrl(webhook.url, url)) continue;
    for await (const { rows } of openphone.deliveryPages(webhook.id, { status: "failed", since })) {
      for (const { id } of rows) {
        const delivery = await openphone.getDelivery(webhook.id, id);
        yield { id, body: delivery?.requestBody ?? "" };
      }
    }
  }
}
