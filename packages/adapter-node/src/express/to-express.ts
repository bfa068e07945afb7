import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { chunkPassed } from "../media/passing-files.js";
import { type ParsedMessage, webRequest } from "./web-request.js";

/** A handler for Express, Connect, or `http.createServer`. */
export type NodeHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

export interface ToExpressOptions {
  /** Sends every request to this path of the app, wherever the handler is mounted. */
  path?: string;
  /** Which paths, with their queries, are the app's; the rest is passed on to `next`. Default all. */
  only?(pathname: string, query: string): boolean;
}

/** Bytes; JSON that does not say it is longer goes out in one piece, at a fraction of what streaming takes. */
const SHORT_ANSWER = 16_384;

/** How long what a refused sender still has under way is taken in, so that it gets to read the refusal. */
const DRAIN_MS = 5_000;

/**
 * Mounts a Fetch app in Node. It must come before any body parser, for signatures cover the raw bytes; a body that
 * `express.raw()` left is fine too. Answers are streamed, and one that breaks off cuts the connection, so that
 * nobody takes a part for the whole.
 */
export function toExpress(
  fetch: (request: Request) => Promise<Response>,
  { path, only }: ToExpressOptions = {},
): NodeHandler {
  return (incoming, outgoing, next) => {
    const url = incoming.url ?? "/";
    const [pathname = "", query] = url.split(/\?(.*)/s);
    if (only && next && !only(pathname, query ?? "")) return next();
    const target = path === undefined ? url : `${path}${query === undefined ? "" : `?${query}`}`;
    handle(fetch, incoming, outgoing, target).catch((error: unknown) => {
      if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
      else if (next) next(error);
      else outgoing.writeHead(500).end();
    });
  };
}

async function handle(
  fetch: (request: Request) => Promise<Response>,
  incoming: ParsedMessage,
  outgoing: ServerResponse,
  target: string,
): Promise<void> {
  let request: Request;
  try {
    request = webRequest(incoming, target);
  } catch {
    outgoing.writeHead(400).end();
    return;
  }
  const response = await fetch(request);
  const short = isShort(response) ? Buffer.from(await response.arrayBuffer()) : undefined;
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  outgoing.once("finish", () => drain(incoming));
  // As text it goes out in one piece with the head.
  if (short) outgoing.end(short.toString("latin1"), "latin1");
  else if (response.body) await pipeline(Readable.fromWeb(response.body as WebStream), counted, outgoing);
  else outgoing.end();
}

async function* counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    chunkPassed(chunk);
  }
}

const isShort = ({ body, headers }: Response): boolean =>
  body !== null &&
  headers.get("content-type")?.startsWith("application/json") === true &&
  Number(headers.get("content-length")) <= SHORT_ANSWER;

function drain(incoming: IncomingMessage): void {
  if (incoming.complete) return;
  incoming.resume();
  const timer = setTimeout(() => incoming.destroy(), DRAIN_MS);
  timer.unref();
  incoming.once("close", () => clearTimeout(timer));
}
