import { SyncError } from "@openphone-notion/core";
import type { WorkerEnv } from "./worker-env.js";

type RequiredBinding = {
  [Name in keyof WorkerEnv]-?: undefined extends WorkerEnv[Name] ? never : Name;
}[keyof WorkerEnv];

/** Where `wrangler.jsonc` declares what no Worker can be without. */
const DECLARED_IN: Record<RequiredBinding, string> = {
  DB: "d1_databases",
  MEDIA: "r2_buckets",
  QUEUE: "queues.producers",
  CRITICAL_QUEUE: "queues.producers",
  PHONE_NUMBERS: "durable_objects.bindings",
  RATE_LIMITERS: "durable_objects.bindings",
  UPKEEP: "durable_objects.bindings",
};

/** Throws `invalid_configuration` that names every binding which is missing, or is something else: a variable, say. */
export function requireBindings(env: object): void {
  const found = env as Record<string, unknown>;
  const missing = Object.entries(DECLARED_IN)
    .filter(([name]) => typeof found[name] !== "object" || found[name] === null)
    .map(([name, place]) => `${name} (${place})`);
  if (missing.length === 0) return;
  throw new SyncError(
    "invalid_configuration",
    `wrangler.jsonc lacks ${missing.join(", ")}; the example's declares all that a Worker needs. Add what is missing, and deploy.`,
    { retry: "never" },
  );
}
