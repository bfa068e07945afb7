/** How many requests may start in any span of `perMs` milliseconds. */
export interface Budget {
  requests: number;
  perMs: number;
}

/** Share of a budget that only critical tasks may use: a batch must not spend what an incoming message needs. */
const CRITICAL_SHARE = 0.04;

export const criticalReserve = (requests: number): number => Math.floor(requests * CRITICAL_SHARE);

/**
 * Notion: a fixed 60-second window per connection, 180 requests on Free and Plus (600 on Business and
 * Enterprise). Source: developers.notion.com/reference/request-limits.
 */
export const notionBudget: Budget = { requests: 180, perMs: 60_000 };

/** OpenPhone: 10 requests a second per API key, shared by everyone who uses the key. Source: quo.com/docs, rate limits. */
export const openPhoneBudget: Budget = { requests: 10, perMs: 1_000 };
