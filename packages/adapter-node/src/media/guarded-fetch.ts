import { isIP } from "node:net";
import { isAllowedHost, isPublicAddress, SyncError } from "@openphone-notion/core";
import { Agent, buildConnector, fetch } from "undici";
import { privateAddress, publicLookup } from "./public-lookup.js";

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 30_000;
/** Between two pieces of a body. */
const BODY_TIMEOUT_MS = 30_000;

export interface GuardedFetchOptions {
  /** Hosts that may be private: `host` for the scheme's own port, or `host:port`. */
  allowedHosts: readonly string[];
}

/**
 * A `fetch` for links that strangers chose. It rejects with `media_refused` instead of connecting to an address
 * that is not public, whatever name it hides behind and whichever redirect led there.
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

  return async (url, init) => {
    try {
      // undici's types and the DOM's describe the same objects.
      return (await fetch(url, { ...(init as object), dispatcher })) as unknown as Response;
    } catch (error) {
      throw error instanceof Error && error.cause instanceof SyncError ? error.cause : error;
    }
  };
}
