import { SyncError } from "../sync-error.js";
import { assertFetchableUrl } from "./fetchable-url.js";
import type { MediaPolicy } from "./media-policy.js";

/** What a download needs of `fetch`. */
export type MediaFetch = (url: URL, init: RequestInit) => Promise<Response>;

/** Links expire and hosts have bad days: the caller comes back later, best with a fresh link. */
export const mediaUnavailable = (problem: string, status?: number) =>
  new SyncError("media_unavailable", `The media host ${problem}; ask for a fresh link and try again.`, {
    retry: "after",
    ...(status === undefined ? {} : { status }),
  });

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Asks for `link` and gives the answer of the last hop, which is a 200. Redirects are followed by hand so that
 * each hop passes the policy. No hop is ever sent a key or a cookie: media hosts are strangers.
 */
export async function openMedia(
  link: string,
  { fetch, policy, signal }: { fetch: MediaFetch; policy: MediaPolicy; signal: AbortSignal },
): Promise<Response> {
  let url = parseLink(link);
  for (let hops = 0; hops <= policy.maxRedirects; hops++) {
    assertFetchableUrl(url, policy);
    const response = await request(fetch, url, signal);
    if (response.status === 200) return response;
    await response.body?.cancel().catch(() => {});
    const location = response.headers.get("location");
    if (!redirects.has(response.status) || location === null) {
      throw mediaUnavailable(`answered ${response.status}`, response.status);
    }
    url = parseLink(location, url);
  }
  throw mediaUnavailable(`redirected more than ${policy.maxRedirects} times`);
}

function parseLink(link: string, base?: URL): URL {
  const url = URL.canParse(link, base) ? new URL(link, base) : undefined;
  if (!url) throw new SyncError("media_refused", "The media link is not a URL.", { retry: "never" });
  return url;
}

async function request(fetch: MediaFetch, url: URL, signal: AbortSignal): Promise<Response> {
  try {
    // Compression would hide the length that tells a truncated file from a whole one.
    return await fetch(url, { redirect: "manual", headers: { "accept-encoding": "identity" }, signal });
  } catch (error) {
    signal.throwIfAborted();
    // No cause: the messages of network errors name the host.
    throw error instanceof SyncError ? error : mediaUnavailable("could not be reached");
  }
}
