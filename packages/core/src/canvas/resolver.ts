import { ARRAY_ITEMS } from "../mapping/notion-limits.js";
import type { UsedContacts } from "../ports/canvas-state.js";
import { type SyncError, toSyncError } from "../sync-error.js";
import type { ContactIndex } from "./contact-index.js";
import type { LookUpOptions } from "./look-up.js";
import type { ContactCreator } from "./missing/contact-creator.js";
import { normaliseEmail, normalisePhone } from "./phone.js";

/** What to link when several contacts have one number: the oldest page, all of them, or none. */
export type CanvasPolicy = "oldest" | "all" | "none";

export interface CanvasAnswer {
  /** `unknown` is an error, never "there is none": ask again later. */
  status: "found" | "none" | "unknown";
  /**
   * Oldest first for each identifier. With `unknown`, the contacts of those identifiers that could be looked up. No more
   * than Notion takes in one relation: 100, the oldest of each identifier among them.
   */
  pageIds: string[];
  /** All contacts of each identifier that was looked up, whatever the policy. */
  used: UsedContacts[];
  /** Why it is unknown. */
  cause?: SyncError;
}

export interface ResolveOptions extends LookUpOptions {
  /** What is known of somebody without a contact, to make one; `undefined`: he stays without. */
  missing?: ((identifier: string) => { name?: string } | undefined) | undefined;
}

export interface CanvasResolver {
  /**
   * The contact pages of all `identifiers` together: numbers and e-mail addresses. Others (short codes, `anonymous`) are
   * never looked up. Never rejects.
   */
  resolve(identifiers: readonly string[], options?: ResolveOptions): Promise<CanvasAnswer>;
  /** Reads these contact pages again: Notion says that they have gone. */
  check(pageIds: readonly string[]): Promise<void>;
}

/** Finds contacts in the index. It knows all matches, so the policy may change at any time. */
export function createCanvasResolver({
  index,
  policy,
  creator,
}: {
  index: Pick<ContactIndex, "lookUp" | "check">;
  /** Absent: who has no contact stays without. */
  creator?: Pick<ContactCreator, "create"> | undefined;
  policy: CanvasPolicy;
}): CanvasResolver {
  return {
    check: index.check,
    async resolve(identifiers, { missing, ...options } = {}) {
      const wanted = new Set(
        identifiers.flatMap((text) => normaliseEmail(text) ?? normalisePhone(text) ?? []),
      );
      const lookups = await Promise.allSettled(
        [...wanted].map(async (identifier) => {
          const known = await index.lookUp(identifier, options);
          const person = creator && known.pageIds.length === 0 ? missing?.(identifier) : undefined;
          return person ? creator!.create(identifier, person) : known;
        }),
      );
      const used: UsedContacts[] = [];
      let cause: SyncError | undefined;
      for (const lookup of lookups) {
        if (lookup.status === "fulfilled") used.push(lookup.value);
        else cause ??= toSyncError(lookup.reason);
      }
      const pageIds = asManyAsFit(used.map((each) => chosen(each.pageIds, policy)));
      if (cause) return { status: "unknown", pageIds, used, cause };
      return { status: pageIds.length > 0 ? "found" : "none", pageIds, used };
    },
  };
}

function chosen(pageIds: readonly string[], policy: CanvasPolicy): readonly string[] {
  switch (policy) {
    case "all":
      return pageIds;
    case "oldest":
      return pageIds.slice(0, 1);
    case "none":
      return pageIds.length === 1 ? pageIds : [];
  }
}

function asManyAsFit(each: readonly (readonly string[])[]): string[] {
  const all = [...new Set(each.flat())];
  if (all.length <= ARRAY_ITEMS) return all;
  const oldest = each.flatMap((pageIds) => pageIds.slice(0, 1));
  return [...new Set([...oldest, ...all])].slice(0, ARRAY_ITEMS);
}
