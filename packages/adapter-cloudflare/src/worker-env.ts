import type { PhoneNumberSync } from "./objects/phone-number-sync.js";
import type { RateLimiter } from "./objects/rate-limiter.js";
import type { Upkeep } from "./objects/upkeep.js";
import type { QueueBody } from "./queue/queue-body.js";

/** What `wrangler.jsonc` binds; beside these, every setting as a variable or secret under its name. */
export interface WorkerEnv {
  /** The state. Its migrations come with `@openphone-notion/state-sql`. */
  DB: D1Database;
  /** Recordings, voicemails and attachments. */
  MEDIA: R2Bucket;
  /** Work that may wait a little. */
  QUEUE: Queue<QueueBody>;
  /** Incoming messages, missed calls, voicemails. */
  CRITICAL_QUEUE: Queue<QueueBody>;
  PHONE_NUMBERS: DurableObjectNamespace<PhoneNumberSync>;
  RATE_LIMITERS: DurableObjectNamespace<RateLimiter>;
  UPKEEP: DurableObjectNamespace<Upkeep>;
  /** What may be read anew at any time: the schemas of the databases. Without it each object reads them by itself. */
  CACHE?: KVNamespace;
  /** Counts and durations, free of personal data. Without it there are none. */
  METRICS?: AnalyticsEngineDataset;
}
