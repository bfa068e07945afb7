import type { ActivityKey } from "@openphone-notion/core";

/** Keys that are remembered. */
const MEMORY = 20_000;

/**
 * Says whether a key was asked about, for the same due time, within `withinMs`; and remembers that it was asked about now
 * where not. A key that has become due anew since is another matter.
 */
export function createSentLately(
  withinMs: number,
  now: () => number,
): (key: ActivityKey, dueAt: number) => boolean {
  const sent = new Map<ActivityKey, { dueAt: number; at: number }>();
  return (key, dueAt) => {
    const known = sent.get(key);
    if (known?.dueAt === dueAt && known.at + withinMs > now()) return true;
    sent.delete(key);
    sent.set(key, { dueAt, at: now() });
    if (sent.size > MEMORY) sent.delete(sent.keys().next().value!);
    return false;
  };
}
