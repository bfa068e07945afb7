import type { Json } from "../json.js";
import type { Schema } from "../notion/schema.js";
import type { HistoryRow } from "../ports/state-store.js";
import type { SyncError } from "../sync-error.js";
import type { BodyAlong } from "./body-along.js";
import { mayBlameContact } from "./contact-blame.js";
import { contentHash } from "./content-hash.js";
import type { CreateDetail } from "./create-detail.js";
import { isGone, isOverContent, mayBeGone, whileThere } from "./page-gone.js";
import type { EngineParts } from "./parts.js";
import { recoverCreate } from "./recover-create.js";
import type { Run } from "./run.js";
import type { Target } from "./targets.js";
import { forgetUndone, type UpdateDetail } from "./unclear-updates.js";
import { markAttached } from "./upload-media.js";

/** What a write did, and the page it concerns. */
export interface Written {
  /** `trashed` also where it was moved elsewhere. */
  action: HistoryRow["action"];
  pageId?: string;
}

/**
 * Makes the page show `properties`: creates it, or updates those that have changed since they were last
 * written, or does nothing. Properties that the user has edited stay edited until their source changes.
 * A page that is created brings `along` of its body. Rejects when one of `contacts`, the pages that `properties` link to, may be what Notion cannot find.
 */
export async function writePage(
  parts: EngineParts,
  run: Run,
  target: Target,
  properties: Readonly<Record<string, Json>>,
  contacts: readonly string[],
  along: BodyAlong,
): Promise<Written> {
  const hashes = await hashProperties(properties, target.schema);
  const { pageId } = run.activity;

  if (pageId === undefined && run.intent?.kind === "create") {
    const { detail } = run.intent;
    const found = await recoverCreate(parts, run, target, run.intent);
    run.intent = undefined;
    if (found !== undefined) {
      // Settled before anything else is tried, so that it cannot be forgotten; the rest is the next run's.
      const { hashes: written, sections = {} } = detail as unknown as CreateDetail;
      Object.assign(run.progress, { written: { ...written }, sections: { ...sections } });
      return { action: "adopted", pageId: found };
    }
  }

  if (pageId === undefined) {
    const { dataSourceId } = target.schema;
    const { idProperty } = target;
    const { children, sections } = along;
    const detail: CreateDetail = {
      ...{ hashes, dataSourceId, sections },
      ...shownUploads(run),
      ...(idProperty ? { idProperty } : {}),
    };
    const created = await run
      .intended({ kind: "create", detail: detail as unknown as Json }, (request) =>
        parts.notion.createPage(dataSourceId, properties, request, children),
      )
      .catch((error: unknown) => {
        if (!isOverContent(error, target.schema) || mayBlameContact(error, contacts)) throw error;
        throw whileThere(error);
      });
    Object.assign(run.progress, { written: hashes, sections: { ...sections } });
    markAttached(run.progress);
    return { action: "created", pageId: created.id };
  }

  if (Object.keys(run.progress.written).length === 0) run.progress.isAdopted = true;
  forgetUndone(run.progress, parts.clock.now());
  const changed = Object.entries(properties).filter(([name]) => {
    const id = propertyId(target.schema, name);
    return run.progress.written[id] !== hashes[id];
  });
  if (changed.length === 0) return { action: "unchanged", pageId };
  const changedIds = new Set(changed.map(([name]) => propertyId(target.schema, name)));
  const detail: UpdateDetail = {
    hashes: Object.fromEntries(Object.entries(hashes).filter(([id]) => changedIds.has(id))),
    ...shownUploads(run),
  };
  try {
    await run.intended({ kind: "update", detail: detail as unknown as Json }, (request) =>
      parts.notion.updatePage(pageId, Object.fromEntries(changed), request),
    );
  } catch (error) {
    if (!mayBeGone(error) || mayBlameContact(error as SyncError, contacts)) throw error;
    if (!(await isGone(parts, run, pageId))) throw whileThere(error as SyncError);
    // The user threw the page away; it stays where they put it.
    return { action: "trashed", pageId };
  }
  run.progress.written = { ...run.progress.written, ...hashes };
  markAttached(run.progress);
  return { action: "updated", pageId };
}

/** For an intent: who takes over after a crash goes on with the same uploads. */
const shownUploads = ({ progress }: Run): { uploads?: Run["progress"]["uploads"] } =>
  Object.keys(progress.uploads).length > 0 ? { uploads: structuredClone(progress.uploads) } : {};

/** By property id, which outlives a renaming. */
async function hashProperties(
  properties: Readonly<Record<string, Json>>,
  schema: Schema,
): Promise<Record<string, string>> {
  const entries = Object.entries(properties).map(
    async ([name, value]) => [propertyId(schema, name), await contentHash(value)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

const propertyId = (schema: Schema, name: string): string => schema.properties[name]?.id ?? name;
