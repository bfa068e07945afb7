import type { Clock } from "@openphone-notion/core";
import { rateLimited } from "./api-error.js";

export interface RequestWindow {
  /** Takes one request out of the budget, or throws the 429 that tells when the next window opens. */
  take(): void;
  /** The next request opens a new window. */
  renew(): void;
}

/**
 * A fixed window: `requests` may be spent in one burst, then nothing until `perMs` after the window's first one.
 * Source: developers.notion.com/reference/request-limits.
 */
export function createWindow(
  clock: Clock,
  { requests, perMs }: { requests: number; perMs: number },
): RequestWindow {
  let endsAt = Number.NEGATIVE_INFINITY;
  let left = 0;
  return {
    take() {
      const now = clock.now();
      if (now >= endsAt) {
        endsAt = now + perMs;
        left = requests;
      }
      if (left === 0) throw rateLimited(Math.ceil((endsAt - now) / 1_000), "public_api_request_rate_limit");
      left -= 1;
    },
    renew() {
      endsAt = Number.NEGATIVE_INFINITY;
    },
  };
}
