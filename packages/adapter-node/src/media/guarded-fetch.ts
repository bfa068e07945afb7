import { isIP } from "node:net";
import type { Readable } from "node:stream";
import { isAllowedHost, isPublicAddress } from "@openphone-notion/core";
import { Agent, buildConnector, type Dispatcher, request } from "undici";
import { decodedBody } from "./decoded-body.js";
import { chunkPassed } from "./passing-files.js";
import { privateAddress, publicLookup } from "./public-lookup.js";

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 30_000;
/** Between two pieces of a body. */
const BODY_TIMEOUT_MS = 30_000;

/** Some hosts refuse a request that says nothing of itself. */
const WHOSE = { accept: "*/*", "user-agent": "openphone-notion" };

/** Statuses that a `Response` has no body with. */
const WITHOUT_BODY = new Set([204, 205, 304]);

export interface GuardedFetchOptions {
  /** Hosts that may be private: `host` for the scheme's own port, or `host:port`. */
  allowedHosts: readonly string[];
}

/**
 * A `fetch` for links that strangers chose. It rejects with `media_refused` instead of connecting to an address
 * that is not public, whatever name it hides behind. Redirects are left to the caller, and a compressed body that
 * ends early fails.
 */
export function createGuardedFetch({
  allowedHosts,
}: GuardedFetchOptions): (url: URL, init: RequestInit) => Promise<Response> {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS });
  const connectPublic = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: publicLookup() });

  const dispatcher = new Agent({
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: BODY_TIMEOUT_MS,
    connect(target, callback) {
      if (isAllowedHost(new URL(`${target.protocol}//${target.host}`), allowedHosts)) {
        return connect(target, callback);
      }
      // An address is not looked up, so the lookup cannot refuse it.
      if (isIP(target.hostname) !== 0 && !isPublicAddress(target.hostname))
        return callback(privateAddress(), null);
      return connectPublic(target, callback);
    },
  });

  return async (url, { headers, signal }) =>
    toResponse(
      await request(url, {
        dispatcher,
        headers: { ...WHOSE, ...Object.fromEntries(new Headers(headers)) },
        signal: signal ?? null,
      }),
    );
}

function toResponse({ statusCode: status, headers, body }: Dispatcher.ResponseData): Response {
  const told = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value ?? []].flat()) told.append(name, one);
  }
  const file = WITHOUT_BODY.has(status) ? undefined : decodedBody(body, told.get("content-encoding") ?? "");
  if (file) return new Response(webBody(file), { status, headers: told });
  body.on("error", () => {}).destroy();
  if (!WITHOUT_BODY.has(status)) throw new TypeError("The body is in a coding that was not asked for.");
  return new Response(null, { status, headers: told });
}

/** Reads as it is asked. Node's `Readable.toWeb` ends the process when a body is let go of while it flows. */
function webBody(body: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  // The iterator listens from its first step on only.
  const chunks = body.on("error", () => {})[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) return controller.close();
        controller.enqueue(value);
        chunkPassed(value);
      },
      // Not through the iterator: one that was never begun lets nothing go.
      cancel: () => void body.destroy(),
    },
    { highWaterMark: 0 },
  );
}
