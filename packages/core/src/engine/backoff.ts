/** Exponential backoff with full jitter: a random time up to `baseMs · 2^attempts`, capped. */
export function backoffMs(
  attempts: number,
  random: () => number,
  { baseMs = 1_000, capMs = 3_600_000 }: { baseMs?: number; capMs?: number } = {},
): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempts, 30));
  // Never quite zero: an immediate repeat of what just failed is a busy loop.
  return Math.ceil(ceiling * (0.1 + 0.9 * random()));
}
