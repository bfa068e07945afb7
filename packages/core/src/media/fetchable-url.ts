import { SyncError } from "../sync-error.js";
import type { MediaPolicy } from "./media-policy.js";
import { isPublicAddress } from "./public-address.js";

/** Names that never mean a public host (RFC 6761, 6762, 8375, and the reserved `.internal`). */
const privateSuffixes = ["localhost", "localdomain", "local", "internal", "home.arpa"];

const defaultPorts: Record<string, string> = { "http:": "80", "https:": "443" };

/** Whether `allowedHosts` names the host and port of `url`. */
export function isAllowedHost(url: URL, allowedHosts: readonly string[]): boolean {
  const port = url.port || defaultPorts[url.protocol];
  return allowedHosts.includes(url.host) || allowedHosts.includes(`${url.hostname}:${port}`);
}

/**
 * Throws `media_refused` for a link that must not be followed: one that is not http(s), carries credentials, or
 * points into a private network by its address or its name. A public name may still resolve to a private address;
 * that is for the connection to refuse.
 */
export function assertFetchableUrl(url: URL, policy: Pick<MediaPolicy, "allowedHosts">): void {
  if (url.protocol !== "http:" && url.protocol !== "https:") throw refused("is not an http or https link");
  if (url.username !== "" || url.password !== "") throw refused("carries a user name or password");
  if (isAllowedHost(url, policy.allowedHosts)) return;
  if (isPrivateHost(url.hostname)) {
    throw refused("points into a private network; if that is meant, name its host in allowedHosts");
  }
}

/** `hostname` as `URL` gives it: lower case, and every spelling of an IPv4 address as four decimals. */
function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/\.+$/, "");
  if (host.startsWith("[") || /^\d+(\.\d+){3}$/.test(host)) return !isPublicAddress(host);
  // A name of one label is found only on the own network.
  if (!host.includes(".")) return true;
  return privateSuffixes.some((suffix) => host.endsWith(`.${suffix}`));
}

const refused = (reason: string) =>
  new SyncError("media_refused", `The media link was not followed: it ${reason}.`, { retry: "never" });
