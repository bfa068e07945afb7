import type { IncomingMessage } from "node:http";
import { SyncError } from "@openphone-notion/core";

/** What an Express body parser may have left on a request. */
export type ParsedMessage = IncomingMessage & { body?: unknown };

/**
 * `incoming` as a Fetch request for `path`. Its origin is a placeholder: the `Host` header is the caller's to choose
 * and must not decide anything. Throws a `TypeError` for what is no valid URL, header or method.
 */
export function webRequest(incoming: ParsedMessage, path: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const method = incoming.method ?? "GET";
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(path, "http://localhost"), {
    method,
    headers,
    ...(hasBody && { body: bodyOf(incoming), duplex: "half" }),
  } as RequestInit);
}

function bodyOf(incoming: ParsedMessage): ReadableStream<Uint8Array> | Uint8Array {
  // What express.raw() leaves: the bytes as they came.
  if (incoming.body instanceof Uint8Array) return incoming.body;
  const isConsumed = incoming.readableDidRead;
  const chunks = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (isConsumed) throw alreadyParsed();
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        // Destroying the message instead would cut the connection that the answer has to go out on.
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

const alreadyParsed = () =>
  new SyncError(
    "body_already_parsed",
    "A body parser has consumed the raw bytes that the signature covers. Mount this handler before express.json(), or give its path express.raw({ type: '*/*' }).",
    { retry: "never" },
  );
