import type { Clock } from "@openphone-notion/core";

/** What a test of the fake works with. Not part of the package's surface. */

export interface ManualClock extends Clock {
  /** Moves time on and runs what has become due. */
  advance(ms: number): void;
}

export function manualClock(start = Date.parse("2026-11-21T10:00:00Z")): ManualClock {
  let now = start;
  const timers = new Set<{ at: number; callback: () => void }>();
  return {
    now: () => now,
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)) {
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}

/** JSON whose shape the test knows. */
// biome-ignore lint/suspicious/noExplicitAny: assertions reach deep into foreign JSON
export type AnyJson = any;

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnyJson;
}

export interface CallOptions {
  version?: string | null;
  token?: string | null;
  signal?: AbortSignal;
}

/** Calls a fake's API with valid credentials, unless told otherwise. */
export async function call(
  notion: { fetch(request: Request): Promise<Response> },
  method: string,
  path: string,
  body?: unknown,
  { version = "2026-03-11", token = "secret", signal }: CallOptions = {},
): Promise<Answered> {
  const headers = new Headers();
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  if (version !== null) headers.set("notion-version", version);
  const isForm = body instanceof FormData;
  const request = new Request(`https://api.notion.com${path}`, {
    method,
    headers,
    ...(signal && { signal }),
    ...(body !== undefined && {
      body: isForm ? body : typeof body === "string" ? body : JSON.stringify(body),
    }),
  });
  const response = await notion.fetch(request);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Rich text of a request. */
export const text = (content: string) => [{ text: { content } }];
