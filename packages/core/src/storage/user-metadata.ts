import { SyncError } from "../sync-error.js";

/**
 * Metadata as S3 keeps it, in headers: what a header cannot carry, or would trim, is percent-encoded. Throws for
 * names that a header would change.
 */
export function toUserMetadata(metadata: Record<string, string>): Record<string, string> {
  for (const name of Object.keys(metadata)) {
    if (/^[a-z0-9_.-]+$/.test(name)) continue;
    const problem = "Names of metadata must be lower-case letters, digits, dots, hyphens and underscores.";
    throw new SyncError("internal", problem, { retry: "never" });
  }
  return mapValues(metadata, (value) =>
    value.replace(/[^\x20-\x7e]+|%|^ +| +$/g, (found) => encodeURIComponent(found)),
  );
}

/** What `toUserMetadata` was given. */
export const fromUserMetadata = (kept: Record<string, string> = {}): Record<string, string> =>
  mapValues(kept, (value) => {
    try {
      return decodeURIComponent(value);
    } catch {
      // Somebody else has put it there.
      return value;
    }
  });

const mapValues = (values: Record<string, string>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
