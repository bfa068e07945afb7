import { removedPlayers } from "../mapping/page-body.js";
import { type Projection, project } from "../mapping/project.js";
import { sameValue } from "../notion/same-value.js";
import type { Activity } from "../record/activity.js";
import type { ActivityRecord } from "../record/record.js";
import { contentHash } from "./content-hash.js";
import { findSection } from "./find-section.js";
import { mayBeGone } from "./page-gone.js";
import type { EngineParts } from "./parts.js";
import type { Progress } from "./progress.js";
import type { Run } from "./run.js";
import type { Target } from "./targets.js";
import { viewActivity } from "./view-activity.js";

/** The files that were deleted, and that the page still shows as if they were not. */
const unshown = ({ media }: Pick<Progress, "media">) =>
  Object.values(media).flatMap((file) =>
    "key" in file && file.removed && !file.removed.isShown ? [file.removed] : [],
  );

/**
 * When files have been deleted, their columns are about to be written once more. One that somebody has changed in the
 * meantime, say by files of their own, is theirs: it is taken out of `properties` and stays. One look at the page.
 */
export async function spareEditedFiles(
  parts: EngineParts,
  run: Run,
  target: Target,
  properties: Projection["properties"],
): Promise<void> {
  const { pageId, record } = run.activity;
  if (pageId === undefined || unshown(run.progress).length === 0 || record === undefined) return;
  const media = Object.fromEntries(
    Object.entries(run.progress.media).map(([sourceId, file]) => {
      if (!("key" in file)) return [sourceId, file];
      const { removed: _, ...former } = file;
      return [sourceId, former];
    }),
  );
  const before = await viewActivity(parts, record as unknown as ActivityRecord, { ...run.progress, media });
  const { columns, schema } = target;
  const former = project(before as never, columns, schema, { canvas: undefined }).properties;
  const changed = Object.keys(properties).filter(
    (name) => schema.properties[name]?.type === "files" && differs(former[name], properties[name]),
  );
  if (changed.length === 0) return;
  const page = await parts.notion.retrievePage(pageId, run.request());
  for (const name of changed) {
    const live = page.properties[name];
    if (live === undefined || sameValue(former[name]!, live) !== false) continue;
    const { id } = schema.properties[name]!;
    run.progress.written[id] = contentHash(properties[name]!);
    delete properties[name];
  }
}

const differs = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && JSON.stringify(a) !== JSON.stringify(b);

/** Takes away the players of files that are no longer there, and notes that the page says so. */
export async function removePlayers(
  parts: EngineParts,
  run: Run,
  pageId: string,
  activity: Activity,
): Promise<void> {
  for (const id of removedPlayers(activity)) {
    const section = run.progress.sections[id];
    if (!section) continue;
    const { heading = "" } = section;
    const { botId } = await parts.workspace.get(run.request());
    const blockId =
      section.blockId ||
      (await findSection(parts, run, pageId, { heading, isPlayer: true }, { madeBy: botId }));
    try {
      if (blockId) await parts.notion.deleteBlock(blockId, run.request());
    } catch (error) {
      // Somebody else was faster.
      if (!mayBeGone(error)) throw error;
    }
    delete run.progress.sections[id];
  }
  for (const removed of unshown(run.progress)) removed.isShown = true;
}
