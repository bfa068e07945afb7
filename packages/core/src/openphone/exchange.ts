import type { Clock } from "../ports/clock.js";
import { SyncError } from "../sync-error.js";

/** What is needed of the platform's `fetch`. */
export type OpenPhoneFetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Exchange {
  status: number;
  headers: Headers;
  body: string;
}

/**
 * One request. The deadline covers the body too: a server that sends headers and then stalls would otherwise
 * hold its caller for ever. Redirects are not followed, so that the key never leaves the given origin.
 * Rejects with `openphone_unavailable` when no whole answer came.
 */
export async function exchange(
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
  options: { fetch: OpenPhoneFetch; clock: Clock; timeoutMs: number },
): Promise<Exchange> {
  const { fetch, clock, timeoutMs } = options;
  const controller = new AbortController();
  let cancelDeadline = () => {};
  const deadline = new Promise<never>((_resolve, reject) => {
    cancelDeadline = clock.after(timeoutMs, () => {
      const error = unavailable(`OpenPhone gave no whole answer within ${timeoutMs} ms.`);
      reject(error);
      controller.abort(error);
    });
  });
  const answer = async (): Promise<Exchange> => {
    const response = await fetch(url, { ...init, redirect: "manual", signal: controller.signal });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  try {
    return await Promise.race([answer(), deadline]);
  } catch (error) {
    if (error instanceof SyncError) throw error;
    throw unavailable("OpenPhone could not be reached.", error);
  } finally {
    cancelDeadline();
  }
}

const unavailable = (message: string, cause?: unknown) =>
  new SyncError("openphone_unavailable", message, { retry: "now", cause });
