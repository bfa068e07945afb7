import { project } from "../mapping/project.js";
import type { Activity } from "../record/activity.js";
import { SyncError } from "../sync-error.js";
import { mayBlameContact } from "./contact-blame.js";
import { linkCanvas } from "./link-canvas.js";
import { isGone, mayBeGone } from "./page-gone.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";
import type { Target } from "./targets.js";
import { type Written, writePage } from "./write-page.js";
import { writeSections } from "./write-sections.js";

/** What was written, and whether the page body wants another run. */
export interface WrittenActivity extends Written {
  more: boolean;
}

/**
 * Links, projects and writes an activity. Notion's refusal may come from what we remember of it: a contact page
 * that has gone, or a schema that has changed. Each is looked at afresh once, and the write tried again; links
 * to contacts that the database does not take are left out.
 */
export async function writeActivity(
  parts: EngineParts,
  run: Run,
  target: Target,
  activity: Activity,
): Promise<WrittenActivity> {
  const canvas = parts.targets.takesCanvas(run.activity.kind)
    ? await linkCanvas(parts, run, activity.counterparts)
    : undefined;
  await parts.failpoint?.("canvas.linked");
  const write = (to: Target, contacts: readonly string[] | undefined) =>
    writeOnce(parts, run, to, activity, contacts);
  try {
    return await write(target, canvas);
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    if (canvas?.length && parts.canvas && mayBlameContact(error, canvas)) {
      await parts.canvas.forget(activity.counterparts);
      const fresh = await linkCanvas(parts, run, activity.counterparts);
      // Queries lag: they may still find the page that has just been refused.
      return write(
        target,
        fresh?.filter((id) => id !== error.subject && (error.subject !== undefined || !canvas.includes(id))),
      );
    }
    if (error.code !== "notion_invalid_request") throw error;
    const fresh = await parts.targets.target(run.activity.kind, run.request(), 0);
    if (!fresh) throw error;
    if (JSON.stringify(fresh.schema) !== JSON.stringify(target.schema)) return write(fresh, canvas);
    if (!canvas?.length) throw error;
    const written = await write(fresh, undefined);
    // Without the links it went through, so it was them.
    parts.targets.refuseCanvas(run.activity.kind);
    return written;
  }
}

async function writeOnce(
  parts: EngineParts,
  run: Run,
  target: Target,
  activity: Activity,
  canvas: readonly string[] | undefined,
): Promise<WrittenActivity> {
  const projection = project(activity as never, target.columns, target.schema, { canvas });
  parts.targets.report(run.activity.kind, projection.warnings);
  const written = await writePage(parts, run, target, projection.properties, canvas ?? []);
  const { pageId, action } = written;
  // What is adopted was written by an earlier run, perhaps from less than is known now.
  if (action === "adopted") return { ...written, more: true };
  if (pageId === undefined || action === "trashed") return { ...written, more: false };
  try {
    return { ...written, more: await writeSections(parts, run, pageId, projection.body, action) };
  } catch (error) {
    if (!mayBeGone(error) || !(await isGone(parts, run, pageId))) throw error;
    return { pageId, action: "trashed", more: false };
  }
}
