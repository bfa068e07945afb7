import { createWorker } from "@openphone-notion/adapter-cloudflare";
import { defaultMapping, defineMapping, number } from "@openphone-notion/core";

export { PhoneNumberSync, RateLimiter, Upkeep } from "@openphone-notion/adapter-cloudflare";

/** The default columns, and one of our own. */
const mapping = defineMapping({
  ...defaultMapping,
  calls: { ...defaultMapping.calls, Minutes: number((call) => Math.ceil((call.durationSeconds ?? 0) / 60)) },
});

export default createWorker({ mapping });
