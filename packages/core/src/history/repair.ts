import type { ActivityKey } from "../key.js";
import type { ReconcileParts } from "./history-parts.js";

/** Mends what a reconciliation finds, as far as it was asked to; each answers whether it did. */
export interface Repair {
  covers(kind: "stale" | "edited"): boolean;
  /** Has a row, or only some of its columns, written anew. */
  rewrite(key: ActivityKey, propertyIds?: readonly string[]): Promise<boolean>;
  /** Has the engine find out that a row has gone: it leaves the activity so, or makes the row again where that is wanted. */
  remake(key: ActivityKey): Promise<boolean>;
  /**
   * Keeps the first of two rows of an activity, which is shown by the row `shownBy`, and throws the other away. Rows that
   * somebody else made are theirs to throw away.
   */
  keepOne(
    key: ActivityKey,
    rows: { keep: string; trash: string; shownBy: string; madeBy: string | undefined },
  ): Promise<boolean>;
}

export function createRepair(
  {
    rewrite,
    move,
    isOurs,
    notion,
    logger,
    onTrashed,
  }: Pick<ReconcileParts, "rewrite" | "move" | "isOurs" | "notion" | "logger" | "onTrashed">,
  /** `expect` is told of an activity before it is made due. */
  { fix, keepEdits, expect }: { fix: boolean; keepEdits: boolean; expect(key: ActivityKey): void },
): Repair {
  async function makeDue(key: ActivityKey, propertyIds?: readonly string[]): Promise<void> {
    expect(key);
    await rewrite(key, propertyIds);
  }

  return {
    covers: (kind) => fix && !(kind === "edited" && keepEdits),
    async rewrite(key, propertyIds) {
      if (fix) await makeDue(key, propertyIds);
      return fix;
    },
    async remake(key) {
      if (fix) await makeDue(key);
      return fix && onTrashed === "recreate";
    },
    async keepOne(key, { keep, trash, shownBy, madeBy }) {
      if (!fix || !(await isOurs(madeBy))) return false;
      // Moved first: were it the other way round, a crash between the two would leave no row.
      if (keep !== shownBy && !(await move(key, keep))) return false;
      await notion.trashPage(trash, { priority: "low" });
      logger.warn("notion.double_trashed", { key });
      return true;
    },
  };
}
