import type { Clock } from "../ports/clock.js";

/** A `fetch` in the shape that the official client calls. */
export type NotionFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Thrown when the deadline passes; whether the request was carried out is unknown. */
export class DeadlineExceeded extends Error {
  override readonly name = "DeadlineExceeded";
}

/**
 * Wraps `fetch` with a deadline that covers the answer's body too and really aborts. The official client's own
 * timeout does neither (measured with 5.26.0: the fetch goes on, and a body that never ends hangs for ever).
 */
export function fetchWithDeadline(fetch: NotionFetch, clock: Clock, deadlineMs: number): NotionFetch {
  return async (url, init) => {
    const controller = new AbortController();
    const cancel = clock.after(deadlineMs, () => controller.abort(new DeadlineExceeded("no answer in time")));
    try {
      const answer = await fetch(url, { ...init, signal: controller.signal });
      const body = await answer.text();
      return new Response(body === "" ? null : body, { status: answer.status, headers: answer.headers });
    } catch (error) {
      throw controller.signal.aborted ? controller.signal.reason : error;
    } finally {
      cancel();
    }
  };
}

/** What Node was doing when it failed: until a connection stands, no request can have left. */
const BEFORE_SENDING = new Set(["connect", "getaddrinfo"]);

/** Whether a network error proves that the request never reached the other side. */
export function neverSent(error: unknown): boolean {
  for (
    let cause: unknown = error, depth = 0;
    cause instanceof Error && depth < 5;
    cause = cause.cause, depth++
  ) {
    const { code, syscall } = cause as { code?: string; syscall?: string };
    // The same code (EHOSTUNREACH, say) can also end a connection that has carried the request.
    if (code === "UND_ERR_CONNECT_TIMEOUT" || BEFORE_SENDING.has(syscall ?? "")) return true;
    // A connection tried on several addresses fails with all their errors at once.
    if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(neverSent);
  }
  return false;
}
