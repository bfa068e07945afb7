export { createWorker, type OpenPhoneNotionWorker } from "./create-worker.js";
export { type PhoneNumberState, PhoneNumberSync } from "./objects/phone-number-sync.js";
export { RateLimiter } from "./objects/rate-limiter.js";
export { Upkeep } from "./objects/upkeep.js";
export { type CloudflareQueueOptions, createCloudflareQueue } from "./queue/cloudflare-queue.js";
export type { QueueBody } from "./queue/queue-body.js";
export type { WorkerEnv } from "./worker-env.js";
export type { WorkerOptions } from "./worker-options.js";
