import { createBreaker } from "../pacing/breaker.js";
import { type Clock, sleep } from "../ports/clock.js";
import type { RateLimiter } from "../ports/rate-limiter.js";
import { SyncError } from "../sync-error.js";
import { apiBase } from "./api-base.js";
import { exchange, type OpenPhoneFetch } from "./exchange.js";
import { type Refusal, refusalOf } from "./refusal.js";
import { retryAfterMs } from "./retry-after.js";
import type { Surface } from "./surface.js";

export interface ApiRequest {
  surface: Surface;
  /** Below the surface's root, starting with a slash. */
  path: string;
  query?: Record<string, string>;
}

/** What the API answered: JSON, or a refusal. Everything else is thrown. */
export type ApiAnswer = { ok: true; body: unknown } | { ok: false; refusal: Refusal };

export type Get = (request: ApiRequest) => Promise<ApiAnswer>;

export interface TransportOptions {
  apiKey: string;
  baseUrl: string;
  fetch: OpenPhoneFetch;
  limiter: RateLimiter;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  timeoutMs: number;
}

const TRIES = 3;
const FIRST_BACKOFF_MS = 1_000;
/** No repeat starts later than this after the first try did: a queue repeats later better than a sleeping caller. */
const PATIENCE_MS = 6_000;

/**
 * GETs with pacing and repeats. Server errors, network errors and 429 are repeated with full jitter; a 429
 * also pauses everyone who shares the limiter. After several failures in a row nothing is sent for a while. Rejects with a `SyncError` when that does not help.
 */
export function createTransport(options: TransportOptions): Get {
  const { apiKey, limiter, clock, random } = options;
  const base = apiBase(options.baseUrl);
  const breaker = createBreaker({ clock, openMs: 10_000 });

  async function attempt(request: ApiRequest): Promise<ApiAnswer> {
    const { status, headers, body } = await exchange(
      urlOf(base, request),
      headersOf(apiKey, request),
      options,
    );
    if (status >= 200 && status < 300) return { ok: true, body: parse(body, status) };
    if (status === 429) {
      const waitMs = retryAfterMs(headers, clock.now());
      limiter.pause(clock.now() + waitMs);
      throw new SyncError("openphone_rate_limited", "OpenPhone asks to slow down.", {
        retry: "after",
        retryAfterMs: waitMs,
        status,
      });
    }
    if (status >= 400 && status < 500 && status !== 408)
      return { ok: false, refusal: refusalOf(status, body) };
    // A redirect that was not followed has status 0 in browsers.
    if (status < 400) {
      throw new SyncError(
        "openphone_invalid_request",
        "The OpenPhone base URL redirects elsewhere, where the API key is not sent; set the final address.",
        { retry: "never", status },
      );
    }
    throw new SyncError("openphone_unavailable", `OpenPhone answered ${status}.`, { retry: "now", status });
  }

  return async function get(request) {
    const wait = breaker.admit();
    if (wait > 0) {
      throw new SyncError("openphone_unavailable", "OpenPhone has been failing; not asked again yet.", {
        retry: "after",
        retryAfterMs: wait,
      });
    }
    let firstStart: number | undefined;
    for (let tries = 1; ; tries++) {
      try {
        const answer = await limiter.schedule("standard", () => {
          firstStart ??= clock.now();
          return attempt(request);
        });
        breaker.succeeded();
        return answer;
      } catch (error) {
        if (error instanceof SyncError && error.code === "openphone_unavailable") breaker.failed();
        if (!(error instanceof SyncError) || error.retry === "never") throw error;
        const waitMs = (error.retryAfterMs ?? 0) + random() * FIRST_BACKOFF_MS * 2 ** (tries - 1);
        const waited = clock.now() - (firstStart ?? clock.now());
        if (tries === TRIES || waited + waitMs > PATIENCE_MS) throw error;
        await sleep(clock, waitMs);
      }
    }
  };
}

function urlOf(base: string, { surface, path, query }: ApiRequest): string {
  const search = new URLSearchParams(query).toString();
  return `${base}${surface === "v1" ? "/v1" : ""}${path}${search && `?${search}`}`;
}

function headersOf(apiKey: string, { surface }: ApiRequest): Record<string, string> {
  // The raw key: with a `Bearer` prefix OpenPhone answers 401.
  const headers = { authorization: apiKey, accept: "application/json" };
  return surface === "v1" ? headers : { ...headers, "quo-api-version": surface };
}

function parse(body: string, status: number): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own message quotes the body, so it is not kept.
    throw new SyncError("openphone_unavailable", "OpenPhone answered something that is not JSON.", {
      retry: "now",
      status,
    });
  }
}
