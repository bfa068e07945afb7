import type { ActivityKey } from "../key.js";
import type { Priority } from "../priority.js";

/** Says only "this key is dirty": the work is to bring it up to date, whatever happened to it. */
export interface QueueMessage {
  key: ActivityKey;
  priority: Priority;
  /** Deliver not before this many milliseconds from now. */
  delayMs?: number;
}

/** At least once, unordered. Lost and doubled messages are harmless: the sweeper re-sends what is due. */
export interface Queue {
  send(messages: readonly QueueMessage[]): Promise<void>;
}

/** What a consumer answers for one message: nothing when done, or when to deliver the key again. */
export type QueueConsumer = (message: QueueMessage) => Promise<{ retryAfterMs: number } | undefined>;
