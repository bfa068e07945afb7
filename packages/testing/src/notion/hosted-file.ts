import type { JsonObject } from "./body-checks.js";
import type { StoredFile } from "./value.js";
import type { Workspace } from "./workspace.js";

const HOST = "https://files.notion.test";
/** Download URLs work for an hour. Source: developers.notion.com/reference/file-object. */
const URL_LIFETIME_MS = 3_600_000;

/** A file as the API answers it, without its name. A hosted one gets a URL that expires. */
export function renderFile(workspace: Workspace, file: StoredFile): JsonObject {
  if ("url" in file) return { type: "external", external: { url: file.url } };
  const expiry = workspace.clock.now() + URL_LIFETIME_MS;
  return {
    type: "file",
    file: { url: `${HOST}/${file.uploadId}?expires=${expiry}`, expiry_time: new Date(expiry).toISOString() },
  };
}

/** The upload behind the URL of a hosted file; `undefined` for any other URL. */
export const uploadIdOfUrl = (url: string): string | undefined =>
  url.startsWith(`${HOST}/`) ? url.slice(HOST.length + 1).split("?", 1)[0] : undefined;
