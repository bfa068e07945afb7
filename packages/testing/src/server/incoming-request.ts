import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/** A Node request as a web `Request`, its body still streaming. */
export function incomingRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const {
    method = "GET",
    headers: { host = "127.0.0.1" },
  } = incoming;
  const headers = new Headers();
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index]!, incoming.rawHeaders[index + 1]!);
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(incoming.url ?? "/", `http://${host}`), {
    method,
    headers,
    signal,
    // Node's own types of web streams are not those of the DOM.
    ...(hasBody && { body: Readable.toWeb(incoming) as unknown as ReadableStream, duplex: "half" }),
  } as RequestInit);
}
