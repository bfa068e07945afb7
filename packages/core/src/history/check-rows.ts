import type { ActivityKey, ActivityKind } from "../key.js";
import type { NotionPage } from "../notion/gateway.js";
import type { ActivityState } from "../ports/state-store.js";
import { toSyncError } from "../sync-error.js";
import { compareRow, type DifferingColumn } from "./compare-row.js";
import type { HistoryParts, ReconcileParts } from "./history-parts.js";
import type { ReconcileFindings } from "./reconcile-report.js";
import type { Repair } from "./repair.js";
import type { TargetRow } from "./target-rows.js";

/** What was written so shortly before a row was read may not show in it yet: Notion's queries lag. */
const LAG_MS = 60_000;

/**
 * Compares the rows of one database with what they should show. `expected` are the activities to look for; those whose
 * row was found are taken out of it.
 */
export async function checkRows(
  parts: ReconcileParts,
  kind: ActivityKind,
  expected: Set<ActivityKey>,
  options: { createdSince: number; findings: ReconcileFindings; repair: Repair; signal: AbortSignal },
): Promise<void> {
  const { createdSince, findings, repair, signal } = options;
  const wanted = new Set([...expected].filter((key) => key.startsWith(`${kind}:`)));
  const shownBy = new Map<ActivityKey, TargetRow>();
  const others: TargetRow[] = [];

  for await (const { rows } of parts.rows.crawl(kind, { createdSince, whole: true })) {
    signal.throwIfAborted();
    const readAt = parts.clock.now();
    const ours = rows.filter(({ key }) => wanted.has(key));
    const states = await statesOf(
      parts,
      ours.map(({ key }) => key),
    );
    for (const row of ours) {
      const state = states.get(row.key);
      if (state?.pageId !== row.pageId) {
        others.push(row);
        continue;
      }
      expected.delete(row.key);
      shownBy.set(row.key, row);
      await checkRow(parts, state, row.page, readAt, findings, repair);
    }
  }
  // A copy of ours that somebody else made is theirs; one beside a row that is not live is no double.
  for (const row of others) {
    const shown = shownBy.get(row.key);
    if (!shown || shown.createdBy !== row.createdBy) continue;
    const [keep, double] = createdAt(row) < createdAt(shown) ? [row, shown] : [shown, row];
    const { createdBy: madeBy } = double;
    const rows = { keep: keep.pageId, trash: double.pageId, shownBy: shown.pageId, madeBy };
    const fixed = await repair.keepOne(row.key, rows);
    if (fixed) shownBy.set(row.key, keep);
    findings.add({ kind: "doubled", key: row.key, pageId: double.pageId, fixed });
  }
}

/** What has become of rows that the crawl did not show. */
export async function checkMissing(
  parts: ReconcileParts,
  keys: Iterable<ActivityKey>,
  options: { findings: ReconcileFindings; repair: Repair; signal: AbortSignal },
): Promise<void> {
  const { findings, repair, signal } = options;
  for (const key of keys) {
    signal.throwIfAborted();
    const state = await parts.store.activity(key);
    if (state?.pageId === undefined || state.status !== "synced") continue;
    const { pageId } = state;
    const readAt = parts.clock.now();
    const page = await findPage(parts, pageId);
    if (page && !page.in_trash) {
      if (await parts.rows.isElsewhere(state.kind, page)) {
        findings.add({ kind: "elsewhere", key, pageId, fixed: false });
      } else await checkRow(parts, state, page, readAt, findings, repair);
    } else findings.add({ kind: page ? "trashed" : "missing", key, pageId, fixed: await repair.remake(key) });
  }
}

async function checkRow(
  parts: ReconcileParts,
  state: ActivityState,
  page: NotionPage,
  readAt: number,
  findings: ReconcileFindings,
  repair: Repair,
): Promise<void> {
  const { key, pageId, status, dueAt, updatedAt } = state;
  const isInMotion = (dueAt !== undefined && dueAt <= readAt) || updatedAt > readAt - LAG_MS;
  const isLeft = status !== "synced" && status !== "trashed";
  if (isLeft || pageId === undefined || isInMotion) {
    findings.report.counts.unchecked++;
    return;
  }
  findings.report.counts.compared++;
  const differing = await compareRow(parts, state, page);
  let isMended = false;
  for (const kind of ["stale", "edited"] as const) {
    const columns = differing.filter((column) => column.kind === kind);
    if (columns.length === 0) continue;
    const fixed = repair.covers(kind) && (await repair.rewrite(key, columns.map(idOf)));
    findings.add({ kind, key, pageId, columns: columns.map(({ name }) => name), fixed });
    isMended ||= fixed;
  }
  // It is live, so somebody has fetched it back: from now on the engine keeps it up to date again.
  if (status === "trashed" && !isMended) await repair.rewrite(key, []);
}

/** Notion tells it to the minute; of two rows of one minute, the one that we know stays. */
const createdAt = ({ page }: TargetRow): string => page.created_time ?? "";

const idOf = ({ propertyId }: DifferingColumn): string => propertyId;

async function statesOf(
  { store }: ReconcileParts,
  keys: readonly ActivityKey[],
): Promise<Map<ActivityKey, ActivityState>> {
  if (keys.length === 0) return new Map();
  const { activities } = await store.activities({ keys: [...new Set(keys)], limit: keys.length });
  return new Map(activities.map((state) => [state.key, state]));
}

/** `undefined` where Notion has no such page, or does not show it to us. */
export async function findPage(
  { notion }: Pick<HistoryParts, "notion">,
  pageId: string,
): Promise<NotionPage | undefined> {
  try {
    return await notion.retrievePage(pageId, { priority: "low" });
  } catch (error) {
    if (toSyncError(error).code === "notion_not_found") return undefined;
    throw error;
  }
}
