import { project } from "../mapping/project.js";
import type { Activity } from "../record/activity.js";
import { SyncError } from "../sync-error.js";
import { composeBody } from "./compose-body.js";
import { mayBlameContact } from "./contact-blame.js";
import { afterLinksLeftOut, type LinkDoubt, oweUntilMended } from "./doubtful-links.js";
import { withoutDoubtful } from "./doubtful-media.js";
import { linkCanvas } from "./link-canvas.js";
import { withMissing } from "./missing-contacts.js";
import { isGone, isMoved, mayBeGone, whileThere } from "./page-gone.js";
import type { EngineParts } from "./parts.js";
import { columnNamed, leaveOut, type RefusedColumn, tellRefused } from "./refused-columns.js";
import type { Run } from "./run.js";
import { removePlayers, spareEditedFiles } from "./show-removed.js";
import type { Target } from "./targets.js";
import { type Written, writePage } from "./write-page.js";
import { writeSections } from "./write-sections.js";

/** What was written, and whether the page body wants another run. */
export interface WrittenActivity extends Written {
  more: boolean;
  /** The user moved the page to another place, where it is theirs. */
  isMoved?: true;
}

/** How many refusals one run follows up: whoever is still at work on the database after that is waited for. */
const MAX_REFUSALS = 4;

/** What a write is tried with: it may be out of date, which Notion's refusal then shows. */
interface Attempt {
  target: Target;
  /** Contact pages to link to; `undefined` leaves the link as it is. */
  contacts: readonly string[] | undefined;
  /** Why links were left out, to see if it was them: the database may take none, or not those contacts. */
  doubts?: LinkDoubt;
  /** Columns that are left out, because Notion refused what they were to show. */
  refused: readonly RefusedColumn[];
}

/**
 * Links, projects and writes an activity. Notion's refusal may come from what we remember of it: a contact page
 * that has gone, a schema that has changed, or a page that is in another database now. Each is looked at afresh, and
 * the write tried again. Links to contacts that the database does not take, and a column whose value Notion refuses, are
 * left out; a page that is elsewhere is left alone.
 */
export async function writeActivity(
  parts: EngineParts,
  run: Run,
  target: Target,
  activity: Activity,
): Promise<WrittenActivity> {
  const takesLinks = parts.targets.takesCanvas(run.activity.kind);
  const wereRefused = run.progress.owed.canvas?.refused === true;
  const contacts = takesLinks ? await linkCanvas(parts, run, await withMissing(parts, activity)) : undefined;
  if (!takesLinks && activity.counterparts.length > 0) oweUntilMended(parts, run);
  await parts.failpoint?.("canvas.linked");

  let attempt: Attempt = { target, contacts, refused: [] };
  for (let refusals = 0; ; refusals++) {
    try {
      const written = await writeOnce(parts, run, activity, attempt);
      tellRefused(parts, run, attempt.refused);
      if (attempt.doubts)
        await afterLinksLeftOut(parts, run, attempt.target, attempt.doubts, { wereRefused });
      return written;
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      const next = await afterRefusal(parts, run, activity, attempt, error);
      if (!next) throw error;
      if (next === "moved") {
        parts.logger.info("notion.row_moved", { key: run.activity.key });
        return { action: "trashed", isMoved: true, more: false, ...pageOf(run) };
      }
      if (refusals >= MAX_REFUSALS) throw stillChanging(error);
      attempt = next;
    }
  }
}

/** What to try instead, where the refusal may come from what we remember; `moved` if the page is not where it was. */
async function afterRefusal(
  parts: EngineParts,
  run: Run,
  activity: Activity,
  attempt: Attempt,
  error: SyncError,
): Promise<Attempt | "moved" | undefined> {
  const { target, contacts, refused } = attempt;
  if (contacts?.length && parts.canvas && mayBlameContact(error, contacts)) {
    await run.holder.ensure();
    await parts.canvas.check(error.subject === undefined ? contacts : [error.subject]);
    const fresh = await linkCanvas(parts, run, activity, { fresh: true });
    // It may be there and yet not be shared with us, or be fetched back at this very moment.
    const others = fresh?.filter(
      (id) => id !== error.subject && (error.subject !== undefined || !contacts.includes(id)),
    );
    const isDoubt = others !== undefined && others.length < (fresh?.length ?? 0);
    return { target, contacts: others, refused, ...(isDoubt ? { doubts: "contacts" } : {}) };
  }
  if (error.code !== "notion_invalid_request") return undefined;
  const fresh = await parts.targets.target(run.activity.kind, run.request(), 0);
  if (!fresh) return undefined;
  if (JSON.stringify(fresh.schema) !== JSON.stringify(target.schema)) return { ...attempt, target: fresh };
  if (await isMoved(parts, run, fresh.schema)) return "moved";
  const column = columnNamed(error, fresh);
  const without = column && column.type !== "files" ? undefined : withoutDoubtful(parts, run, error);
  if (without) throw without;
  if (contacts?.length && (!column || column.type === "relation"))
    return { target: fresh, contacts: undefined, doubts: "database", refused };
  if (!column || refused.some((each) => each.column.id === column.id)) return undefined;
  return { ...attempt, target: fresh, refused: [...refused, { column, cause: error }] };
}

const pageOf = ({ activity: { pageId } }: Run) => (pageId === undefined ? {} : { pageId });

const stillChanging = (cause: SyncError): SyncError =>
  new SyncError("notion_conflict", "The database or its contacts kept changing during the write.", {
    retry: "now",
    cause,
  });

async function writeOnce(
  parts: EngineParts,
  run: Run,
  activity: Activity,
  { target, contacts: canvas, refused }: Attempt,
): Promise<WrittenActivity> {
  const projection = project(activity as never, target.columns, target.schema, { canvas });
  parts.targets.report(run.activity.kind, projection.warnings);
  await spareEditedFiles(parts, run, target, projection.properties);
  const leftOut = leaveOut(refused, projection.properties);
  const { body, along } = await composeBody(parts, run, activity, projection.body);
  const written = await writePage(parts, run, target, projection.properties, canvas ?? [], along);
  const { pageId, action } = written;
  // What is adopted was written by an earlier run, perhaps from less than is known now.
  if (action === "adopted") return { ...written, more: true };
  if (pageId === undefined || action === "trashed") return { ...written, more: false };
  Object.assign(run.progress.written, leftOut);
  try {
    await removePlayers(parts, run, pageId, activity);
    return { ...written, more: await writeSections(parts, run, pageId, body, action) };
  } catch (error) {
    if (!mayBeGone(error)) throw error;
    if (!(await isGone(parts, run, pageId))) throw whileThere(error as SyncError);
    return { pageId, action: "trashed", more: false };
  }
}
