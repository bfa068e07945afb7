import { type Clock, systemClock } from "@openphone-notion/core";
import { contentId } from "../payloads/content-id.js";
import { fakeWorkspace } from "../payloads/fake-workspace.js";
import { mediaBody } from "./media-body.js";

/**
 * How a file is served: `plain` with its length, `chunked` without one, through a `redirect`, `truncated` halfway
 * though the length promises all, `slow` (1 s for each 16 KiB on the clock), labelled as HTML (`wrong-type`) or
 * not at all (`missing`).
 */
export type MediaServing = "plain" | "chunked" | "redirect" | "truncated" | "slow" | "wrong-type" | "missing";

/** What lies behind a link, and how it is served. */
export interface FakeMediaFile {
  /** The content; or give only a `size`, for a pattern of that many bytes that is never held in memory. */
  bytes?: Uint8Array<ArrayBuffer>;
  size?: number;
  /** MIME type; `audio/mpeg` unless given. */
  type?: string;
  serve?: MediaServing;
}

export interface MediaRequest {
  method: string;
  path: string;
  /** Whether the request carried an `Authorization` header: a leak, for media hosts are strangers. */
  authorization: boolean;
  status: number;
}

/** Where the host is, and how long its links live. */
export interface FakeMediaHostOptions {
  /** May hold a path, e.g. `http://127.0.0.1:8790/media`. */
  baseUrl?: string;
  clock?: Clock;
  /** Makes links signed, and worthless after this many milliseconds; without it they are plain and never expire. */
  linkLifetimeMs?: number;
}

/** The host that recordings, voicemails and pictures lie on; it is not the API's. */
export interface FakeMediaHost {
  readonly baseUrl: string;
  /** Registers or replaces a file and returns a link to it; `path` begins with a slash. */
  add(path: string, file: FakeMediaFile): string;
  /** A link that works now: signed, when links expire. */
  link(path: string): string;
  /** As a client's `fetch`: follows redirects unless told otherwise. */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** One bare answer, redirects included; for a server or an MSW handler. */
  respond(request: Request): Promise<Response>;
  readonly requests: readonly MediaRequest[];
  readonly sawAuthorization: boolean;
}

/** Starts a host without files. `fakeOpenPhone` has one of its own. */
export function fakeMediaHost(options: FakeMediaHostOptions = {}): FakeMediaHost {
  const baseUrl = (options.baseUrl ?? fakeWorkspace.mediaBaseUrl).replace(/\/$/, "");
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/$/, "");
  const clock = options.clock ?? systemClock;
  const files = new Map<string, FakeMediaFile>();
  const requests: MediaRequest[] = [];

  const signature = (path: string, expires: string) => contentId("", `${path} ${expires}`);

  function link(path: string): string {
    if (options.linkLifetimeMs === undefined) return baseUrl + path;
    const expires = String(clock.now() + options.linkLifetimeMs);
    return `${baseUrl}${path}?expires=${expires}&signature=${signature(path, expires)}`;
  }

  function isLinkGood(path: string, query: URLSearchParams): boolean {
    if (options.linkLifetimeMs === undefined) return true;
    const expires = query.get("expires") ?? "";
    return query.get("signature") === signature(path, expires) && Number(expires) > clock.now();
  }

  function answer(request: Request): Response {
    const url = new URL(request.url);
    if (url.origin !== base.origin) throw new TypeError(`The fake media host is ${base.origin} alone.`);
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
    const path = url.pathname.slice(prefix.length);
    const isRedirected = path.startsWith("/redirected/");
    const filePath = isRedirected ? path.slice("/redirected".length) : path;
    const file = files.get(filePath);
    if (file === undefined || file.serve === "missing") return new Response("Not found", { status: 404 });
    if (!isLinkGood(path, url.searchParams)) return new Response("Request has expired", { status: 403 });
    if (file.serve === "redirect" && !isRedirected) {
      return new Response(null, { status: 302, headers: { location: link(`/redirected${path}`) } });
    }
    return serveFile(file, clock, request);
  }

  async function respond(request: Request): Promise<Response> {
    const response = answer(request);
    requests.push({
      method: request.method,
      path: new URL(request.url).pathname.slice(prefix.length),
      authorization: request.headers.has("authorization"),
      status: response.status,
    });
    return response;
  }

  return {
    baseUrl,
    add(path, file) {
      files.set(path, file);
      return link(path);
    },
    link,
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const response = await respond(request);
      const location = response.headers.get("location");
      if (location === null || request.redirect === "manual") return response;
      if (request.redirect === "error") throw new TypeError("fetch failed: unexpected redirect");
      return respond(new Request(location, { method: request.method, headers: request.headers }));
    },
    respond,
    requests,
    get sawAuthorization() {
      return requests.some((request) => request.authorization);
    },
  };
}

function serveFile(file: FakeMediaFile, clock: Clock, request: Request): Response {
  const size = file.bytes?.byteLength ?? file.size ?? 0;
  const headers = new Headers({
    "content-type": file.serve === "wrong-type" ? "text/html" : (file.type ?? "audio/mpeg"),
  });
  if (file.serve !== "chunked") headers.set("content-length", String(size));
  if (request.method === "HEAD") return new Response(null, { headers });
  const body = mediaBody({
    size: file.serve === "truncated" ? Math.floor(size / 2) : size,
    ...(file.bytes && { bytes: file.bytes }),
    ...(file.serve === "slow" && { clock }),
  });
  return new Response(body, { headers });
}
