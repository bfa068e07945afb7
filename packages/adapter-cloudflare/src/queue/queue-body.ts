import type { ActivityKey, Priority } from "@openphone-notion/core";

/** All that a message says: this key is dirty. */
export interface QueueBody {
  key: ActivityKey;
  priority: Priority;
}

/** What a queue holds may be of an older version, or somebody else's. */
export function readBody(body: unknown): QueueBody | undefined {
  const { key, priority } = (body ?? {}) as Partial<Record<keyof QueueBody, unknown>>;
  if (typeof key !== "string" || !/^(call|message|mail):./.test(key)) return undefined;
  const known = priority === "critical" || priority === "low" ? priority : "standard";
  return { key: key as ActivityKey, priority: known };
}
