import type { StoredObject } from "@openphone-notion/core";

/** Types that a browser shows without running anything; SVG can hold scripts. */
const isInert = (type: string): boolean =>
  /^(audio|video|image)\//.test(type) && !type.startsWith("image/svg");

/**
 * The policy of the page that a browser builds around an opened file: its own player and picture, no script, no
 * other source. A bare `default-src 'none'` would forbid that player too.
 */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";

/** Files never change under their key, so its length tells a whole copy from any other. */
export const etagOf = (object: StoredObject): string => `"${object.size.toString(16)}"`;

/** Headers that serve a stored file to a stranger's browser without trusting its content. */
export function mediaHeaders(object: StoredObject): Record<string, string> {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(object.contentType)
    ? object.contentType.toLowerCase()
    : "application/octet-stream";
  const name = (object.key.split("/").at(-1) ?? "").replaceAll(/[^\w.-]/g, "_");
  return {
    "content-type": type,
    "content-disposition": `${isInert(type) ? "inline" : "attachment"}; filename="${name}"`,
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "private",
    "accept-ranges": "bytes",
    etag: etagOf(object),
  };
}
