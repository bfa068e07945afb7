import type { ActivityKey } from "../key.js";
import type { ReconcileParts } from "./history-parts.js";

/** Mends what a reconciliation finds, as far as it was asked to; each answers whether it did. */
export interface Repair {
  covers(kind: "stale" | "edited"): boolean;
  /** Has a row, or only some of its columns, written anew. */
  rewrite(key: ActivityKey, propertyIds?: readonly string[]): Promise<boolean>;
  /** Keeps the first of two rows of an activity, which is shown by the row `shownBy`, and throws the other away. */
  keepOne(key: ActivityKey, rows: { keep: string; trash: string; shownBy: string }): Promise<boolean>;
}

export function createRepair(
  { rewrite, move, notion, logger }: Pick<ReconcileParts, "rewrite" | "move" | "notion" | "logger">,
  { fix, keepEdits }: { fix: boolean; keepEdits: boolean },
): Repair {
  return {
    covers: (kind) => fix && !(kind === "edited" && keepEdits),
    async rewrite(key, propertyIds) {
      if (fix) await rewrite(key, propertyIds);
      return fix;
    },
    async keepOne(key, { keep, trash, shownBy }) {
      // Moved first: were it the other way round, a crash between the two would leave no row.
      if (!fix || (keep !== shownBy && !(await move(key, keep)))) return false;
      await notion.trashPage(trash, { priority: "low" });
      logger.warn("notion.double_trashed", { key });
      return true;
    },
  };
}
