/** How many requests may start in any span of `perMs` milliseconds. */
export interface Budget {
  requests: number;
  perMs: number;
}

/**
 * Notion: a fixed 60-second window per connection, 180 requests on Free and Plus (600 on Business and
 * Enterprise). Source: developers.notion.com/reference/request-limits.
 */
export const notionBudget: Budget = { requests: 180, perMs: 60_000 };

/** OpenPhone: 10 requests a second per API key, shared by everyone who uses the key. Source: quo.com/docs, rate limits. */
export const openPhoneBudget: Budget = { requests: 10, perMs: 1_000 };
