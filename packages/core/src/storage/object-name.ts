import { SyncError } from "../sync-error.js";

/** URLs of empty and dotted names mean another object to browsers and proxies; control characters break listings. */
const isPlainName = (name: string): boolean =>
  !["", ".", ".."].includes(name) && !/[\u0000-\u001f]/.test(name);

/** The name in the bucket of the file under `key`. Throws for a key that is not plain names joined by slashes. */
export function objectName(prefix: string, key: string): string {
  if (key.split("/").every(isPlainName)) return `${prefix}${key}`;
  const problem = "A storage key must be names joined by single slashes, none of them a dot or two.";
  throw new SyncError("internal", problem, { retry: "never" });
}
