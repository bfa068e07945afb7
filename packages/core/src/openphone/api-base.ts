import { SyncError } from "../sync-error.js";

const invalid = (why: string) =>
  new SyncError("invalid_configuration", `The OpenPhone base URL ${why}, for example https://api.quo.com.`, {
    retry: "never",
  });

/** The root under which both surfaces live, without a trailing slash; a `/v1` that was pasted along is dropped. */
export function apiBase(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) throw invalid("must be an absolute URL");
  const url = new URL(baseUrl);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw invalid("must start with https://");
  const segments = url.pathname.split("/").filter((segment) => segment !== "");
  if (segments.at(-1) === "v1") segments.pop();
  return [url.origin, ...segments].join("/");
}
