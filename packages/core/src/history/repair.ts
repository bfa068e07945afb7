import type { ActivityKey } from "../key.js";
import type { ReconcileParts } from "./history-parts.js";

/** Mends what a reconciliation finds, as far as it was asked to; each answers whether it did. */
export interface Repair {
  covers(kind: "stale" | "edited"): boolean;
  /** Has a row, or only some of its columns, written anew. */
  rewrite(key: ActivityKey, propertyIds?: readonly string[]): Promise<boolean>;
  trash(pageId: string): Promise<boolean>;
}

export function createRepair(
  { rewrite, notion, logger }: Pick<ReconcileParts, "rewrite" | "notion" | "logger">,
  { fix, keepEdits }: { fix: boolean; keepEdits: boolean },
): Repair {
  return {
    covers: (kind) => fix && !(kind === "edited" && keepEdits),
    async rewrite(key, propertyIds) {
      if (fix) await rewrite(key, propertyIds);
      return fix;
    },
    async trash(pageId) {
      if (!fix) return false;
      await notion.trashPage(pageId, { priority: "low" });
      logger.warn("notion.double_trashed", { pageId });
      return true;
    },
  };
}
