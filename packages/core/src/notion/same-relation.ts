import type { Sameness } from "./sameness.js";

/** Page ids in any order. A page answers at most 25 of them, and then says that there are more. */
export function sameRelation(written: unknown, answered: unknown, hasMore: boolean): Sameness {
  if (!Array.isArray(written) || !Array.isArray(answered)) return undefined;
  const ours = pageIds(written);
  const theirs = pageIds(answered);
  if ([...theirs].some((id) => !ours.has(id))) return false;
  if (hasMore) return ours.size > theirs.size ? undefined : false;
  return ours.size === theirs.size;
}

const pageIds = (references: readonly { id?: string }[]): Set<string> =>
  new Set(references.map(({ id }) => (id ?? "").replaceAll("-", "").toLowerCase()));
