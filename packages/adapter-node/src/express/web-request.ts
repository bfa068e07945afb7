import type { IncomingMessage } from "node:http";
import { SyncError } from "@openphone-notion/core";

/** What an Express body parser may have left on a request. */
export type ParsedMessage = IncomingMessage & { body?: unknown };

const ORIGIN = "http://localhost";
/** What is only a path, as nearly all targets are: joined to the origin it is parsed once instead of three times. */
const PLAIN_PATH = /^\/(?![/\\])/;

/**
 * `incoming` as a Fetch request for `path`. Its origin is a placeholder: the `Host` header is the caller's to choose
 * and must not decide anything. Throws a `TypeError` for what is no valid URL, header or method.
 */
export function webRequest(incoming: ParsedMessage, path: string): Request {
  const headers: [name: string, value: string][] = [];
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === "string") headers.push([name, value]);
    else for (const each of value ?? []) headers.push([name, each]);
  }
  const method = incoming.method ?? "GET";
  const hasBody = method !== "GET" && method !== "HEAD";
  const url = PLAIN_PATH.test(path) ? `${ORIGIN}${path}` : new URL(path, ORIGIN);
  return new Request(url, {
    method,
    headers,
    ...(hasBody && { body: bodyOf(incoming), duplex: "half" }),
  } as RequestInit);
}

function bodyOf(incoming: ParsedMessage): ReadableStream<Uint8Array> | Uint8Array {
  // What express.raw() leaves: the bytes as they came.
  if (incoming.body instanceof Uint8Array) return incoming.body;
  const isConsumed = incoming.readableDidRead;
  let chunks: AsyncIterator<Uint8Array> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (isConsumed) throw alreadyParsed();
        if (chunks === undefined && isAllHere(incoming)) {
          controller.enqueue(incoming.read());
          controller.close();
          // Its end is all that is left of it.
          incoming.resume();
          return;
        }
        chunks ??= incoming.iterator({ destroyOnReturn: false });
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        // Destroying the message instead would cut the connection that the answer has to go out on.
        await chunks?.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** A short body comes with its headers, and needs no waiting for. */
const isAllHere = ({ headers, readableLength }: IncomingMessage): boolean =>
  readableLength > 0 && readableLength === Number(headers["content-length"]);

const alreadyParsed = () =>
  new SyncError(
    "body_already_parsed",
    "A body parser has consumed the raw bytes that the signature covers. Mount this handler before express.json(), or give its path express.raw({ type: '*/*' }).",
    { retry: "never" },
  );
