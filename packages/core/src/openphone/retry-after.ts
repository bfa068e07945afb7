/** Where a 429 does not say how long: the documented window is the next second. */
const DEFAULT_MS = 1_000;
/** A longer wait is not believed, so that one odd header cannot stop the sync for a day. */
const LONGEST_MS = 600_000;

/**
 * How long a 429 asks to wait, in milliseconds: `Retry-After` (seconds or an HTTP date), else `t` of the
 * `ratelimit` header, which OpenPhone sends though it does not document it (`"per-second"; r=0; t=1`).
 */
export function retryAfterMs(headers: Headers, now: number): number {
  const asked = fromRetryAfter(headers.get("retry-after"), now) ?? fromRateLimit(headers.get("ratelimit"));
  return Math.min(asked ?? DEFAULT_MS, LONGEST_MS);
}

/** What is left of a window is not known, but windows are short: a longer pause is not taken before a 429 asks for it. */
const LONGEST_SPENT_MS = 1_000;

/**
 * How long to hold back after an answer that says that the window's budget is spent, in milliseconds; 0 where
 * it does not say so.
 */
export function spentWindowMs(headers: Headers): number {
  const value = headers.get("ratelimit");
  if (value === null || !/(?:^|[;,\s])r=0(?:$|[;,\s])/.test(value)) return 0;
  return Math.min(fromRateLimit(value) ?? DEFAULT_MS, LONGEST_SPENT_MS);
}

function fromRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function fromRateLimit(value: string | null): number | undefined {
  const seconds = value?.match(/(?:^|[;,\s])t=(\d+)/)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}
