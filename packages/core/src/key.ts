/** The kinds of activity: each activity gets one Notion page. */
export type ActivityKind = "call" | "message" | "mail";

/** Identifies an activity by its business id: `call:AC…`, `message:AC…`, `mail:…`. */
export type ActivityKey = `${ActivityKind}:${string}`;

export const activityKey = (kind: ActivityKind, id: string): ActivityKey => `${kind}:${id}`;

/** Splits a key at its first colon. */
export function parseActivityKey(key: ActivityKey): { kind: ActivityKind; id: string } {
  const at = key.indexOf(":");
  return { kind: key.slice(0, at) as ActivityKind, id: key.slice(at + 1) };
}
