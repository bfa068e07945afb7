import { type Clock, type Storage, verifyMediaPath } from "@openphone-notion/core";
import { parseByteRange } from "./byte-range.js";
import { refusal } from "./json-response.js";
import { etagOf, mediaHeaders } from "./media-headers.js";

export interface MediaOptions {
  storage: Storage;
  /** The one that `signMediaPath` made the links with; or what fetches it, once a link is to be checked. */
  secret: string | (() => Promise<string>);
}

const notFound = () => refusal(404, "not_found", "There is no such file.");

/**
 * Serves the file whose path and query `signMediaPath` made; `path` is what follows the media route. There is no
 * listing, and without a right signature nobody learns whether a file exists.
 */
export async function serveMedia(
  request: Request,
  path: string,
  { storage, secret: given, clock }: MediaOptions & { clock: Clock },
): Promise<Response> {
  const secret = typeof given === "string" ? given : await given();
  const key = decodePath(path);
  const query = new URL(request.url).searchParams;
  const link = {
    key: key ?? "",
    signature: query.get("signature") ?? "",
    expires: query.get("expires") ?? undefined,
  };
  if (key === undefined || !(await verifyMediaPath({ secret, ...link, now: 0 }))) {
    return refusal(403, "link_invalid", "This link is not signed by this server.");
  }
  if (!(await verifyMediaPath({ secret, ...link, now: clock.now() }))) {
    return refusal(410, "link_expired", "This link has expired.");
  }

  const object = await storage.head(key);
  if (!object) return notFound();
  const headers = mediaHeaders(object);
  if (matches(request.headers.get("if-none-match"), etagOf(object))) {
    return new Response(null, { status: 304, headers });
  }
  if (request.method === "HEAD") {
    return new Response(null, { headers: { ...headers, "content-length": String(object.size) } });
  }

  const ifRange = request.headers.get("if-range");
  const isSameFile = ifRange === null || ifRange === etagOf(object);
  const range = isSameFile
    ? parseByteRange(request.headers.get("range") ?? undefined, object.size)
    : undefined;
  if (range === "unsatisfiable") {
    return refusal(416, "range_not_satisfiable", "The range lies outside the file.", {
      "content-range": `bytes */${object.size}`,
    });
  }
  const found = await storage.get(key, range);
  if (!found) return notFound();
  const { start, end } = found.range ?? { start: 0, end: found.object.size - 1 };
  return new Response(found.body as ReadableStream<Uint8Array<ArrayBuffer>>, {
    status: range ? 206 : 200,
    headers: {
      ...mediaHeaders(found.object),
      "content-length": String(end - start + 1),
      ...(range && { "content-range": `bytes ${start}-${end}/${found.object.size}` }),
    },
  });
}

function decodePath(path: string): string | undefined {
  try {
    return path.split("/").map(decodeURIComponent).join("/");
  } catch {
    return undefined;
  }
}

/** `If-None-Match` compares weakly, and `*` matches whatever is there. */
const matches = (header: string | null, etag: string): boolean =>
  (header ?? "").split(",").some((given) => ["*", etag, `W/${etag}`].includes(given.trim()));
