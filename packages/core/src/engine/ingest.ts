import type { NormalisedEvent } from "../events/normalised-event.js";
import { rememberKeys } from "../events/signing-key.js";
import { verifySignature } from "../events/verify.js";
import type { ActivityKey } from "../key.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { Queue } from "../ports/queue.js";
import type { InboxEvent, StateStore } from "../ports/state-store.js";
import { phoneNumberOf } from "../record/phone-number-of.js";
import { SyncError } from "../sync-error.js";
import type { Failpoints } from "./failpoints.js";
import { groupCommit } from "./group-commit.js";
import { toInboxEvent } from "./inbox-event.js";
import type { EngineTimings } from "./settings.js";

export interface IngestOptions {
  store: StateStore;
  queue: Queue;
  /** Legacy base64 keys and/or `whsec_…`; read at every delivery, so that they may be rotated in flight. */
  secrets: () => readonly string[];
  /** Accept deliveries unverified when there is no secret. For development on loopback only. */
  allowUnsigned?: boolean;
  clock: Clock;
  logger: Logger;
  timings: EngineTimings;
  failpoint?: Failpoints;
  /** Called with what OpenPhone tells of a contact, once it is durable. Never rejects. */
  contactTold?(event: { type: string; body: string }): Promise<void>;
}

/** A webhook request, as far as it is looked at. */
export interface Delivery {
  headers: Headers;
  /** Raw bytes as received. */
  body: Uint8Array;
}

/** What became of a delivery; each status is to be answered with 200. */
export interface Receipt {
  /** `ignored`: stored, but of a type that speaks of no activity. */
  status: "stored" | "duplicate" | "ignored";
  /** The activity that it speaks of. */
  key?: ActivityKey;
  /** `PN…` of the workspace number that the activity belongs to, where the delivery names it. */
  phoneNumberId?: string;
}

/** Takes one webhook delivery. Resolves only when it is durable; rejects with a `SyncError` and changes nothing else. */
export type Ingest = (delivery: Delivery) => Promise<Receipt>;

export function createIngest(options: IngestOptions): Ingest {
  const { store, queue, clock, logger } = options;
  const commit = groupCommit((events: readonly InboxEvent[]) => store.receive(events));
  const readKey = rememberKeys();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  return async ({ headers, body }) => {
    const receivedAt = clock.now();
    const secrets = options.secrets();
    if (secrets.length > 0 || !options.allowUnsigned) {
      await verifySignature({ headers, body, secrets, readKey, now: receivedAt });
    }
    const text = decode(decoder, body);
    const { row, event } = await toInboxEvent(text, {
      receivedAt,
      waitMs: (event) => windowOf(event, options.timings),
      bytes: body,
    });
    const { type, system, key, priority, dueAt } = row;
    const outcome = await commit(row);
    await options.failpoint?.("event.stored");
    const status = outcome === "stored" && !key ? "ignored" : outcome;
    logger.info("event.received", { type, system, status });
    if (outcome === "stored" && type.startsWith("contact.")) void options.contactTold?.({ type, body: text });
    if (key && outcome === "stored") {
      // The event is durable: if this message is lost, the sweeper sends another.
      queue.send([{ key, priority, delayMs: dueAt - receivedAt }]).catch(() => {
        logger.warn("queue.send_failed", { key });
      });
    }
    const phoneNumberId = event.activity && phoneNumberOf(event.activity.patch);
    return { status, ...(key ? { key } : {}), ...(phoneNumberId ? { phoneNumberId } : {}) };
  };
}

function windowOf(event: NormalisedEvent, timings: EngineTimings): number {
  if (event.priority === "critical") return 0;
  return event.priority === "standard" ? timings.standardWindowMs : timings.lowWindowMs;
}

function decode(decoder: TextDecoder, body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch (cause) {
    throw new SyncError("invalid_json", "The body is not UTF-8.", { retry: "never", cause });
  }
}
