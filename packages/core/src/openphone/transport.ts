import { createBreaker } from "../pacing/breaker.js";
import { type Clock, sleep } from "../ports/clock.js";
import type { RateLimiter } from "../ports/rate-limiter.js";
import { SyncError } from "../sync-error.js";
import { apiBase } from "./api-base.js";
import { type ApiRequest, initOf, urlOf } from "./api-request.js";
import { exchange, type OpenPhoneFetch } from "./exchange.js";
import { type Refusal, refusalOf } from "./refusal.js";
import { retryAfterMs, spentWindowMs } from "./retry-after.js";

/** What the API answered: JSON (`undefined` where there was no body), or a refusal. Everything else is thrown. */
export type ApiAnswer = { ok: true; body: unknown } | { ok: false; refusal: Refusal };

export type Send = (request: ApiRequest) => Promise<ApiAnswer>;

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
 * Requests with pacing and repeats. Server errors, network errors and 429 are repeated with full jitter; a 429,
 * or word that the budget is spent, also pauses everyone who shares the limiter. What is not a GET is repeated
 * after a 429 alone: after anything else it is perhaps done, and rejects with `retry: "unknown"`. After several
 * failures in a row nothing is sent for a while. Rejects with a `SyncError` when that does not help.
 */
export function createTransport(options: TransportOptions): Send {
  const { apiKey, limiter, clock, random } = options;
  const base = apiBase(options.baseUrl);
  const breaker = createBreaker({ clock, openMs: 10_000 });

  async function attempt(request: ApiRequest): Promise<ApiAnswer> {
    const { status, headers, body } = await exchange(urlOf(base, request), initOf(apiKey, request), options);
    const spentMs = status === 429 ? 0 : spentWindowMs(headers);
    if (spentMs > 0) limiter.pause(clock.now() + spentMs);
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

  return async function send(request) {
    const isRepeatable = (request.method ?? "GET") === "GET";
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
        if (!isRepeatable && error.code !== "openphone_rate_limited") throw perhapsDone(error);
        const waitMs = (error.retryAfterMs ?? 0) + random() * FIRST_BACKOFF_MS * 2 ** (tries - 1);
        const waited = clock.now() - (firstStart ?? clock.now());
        if (tries === TRIES || waited + waitMs > PATIENCE_MS) throw error;
        await sleep(clock, waitMs);
      }
    }
  };
}

const perhapsDone = ({ message, status }: SyncError) =>
  new SyncError("openphone_unavailable", `${message} The change may have been made all the same.`, {
    retry: "unknown",
    ...(status !== undefined && { status }),
  });

function parse(body: string, status: number): unknown {
  if (body === "") return undefined;
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
