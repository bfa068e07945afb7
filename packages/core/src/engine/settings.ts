/** Times that the engine keeps, in milliseconds. Each has a default that fits the real services. */
export interface EngineTimings {
  /** How long a `standard` event may wait for others of the same activity. 0 switches waiting off. */
  standardWindowMs: number;
  /** The same for `low` events (in-progress calls, summaries, read receipts). */
  lowWindowMs: number;
  /** A worker that stops renewing loses its activity after this time. */
  leaseMs: number;
  /**
   * How long after a write Notion's queries may still not show it. Undocumented; field reports say 1–3 s, so
   * this is generous.
   */
  queryLagMs: number;
  /** How long Notion may still be carrying out a request whose connection broke (its own limit is ~55 s). */
  requestLifeMs: number;
}

/** Fit the real services; tests against fakes may make them all shorter. */
export const defaultTimings: EngineTimings = {
  standardWindowMs: 5_000,
  lowWindowMs: 15_000,
  leaseMs: 120_000,
  queryLagMs: 15_000,
  requestLifeMs: 60_000,
};

/** Failed attempts, growing apart to one an hour, before an activity is parked: about a day in all. */
export const MAX_ATTEMPTS = 56;
