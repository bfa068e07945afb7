import { placeColumns } from "../mapping/place-columns.js";
import { planUpload, type UploadPlan } from "../notion/plan-upload.js";
import { stopsTheTenant } from "../notion/stopping-codes.js";
import type { Storage } from "../ports/storage.js";
import { SyncError, toSyncError } from "../sync-error.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts } from "./parts.js";
import type { Progress } from "./progress.js";
import type { Run } from "./run.js";
import type { Target } from "./targets.js";

/** An unattached upload lives for an hour; one that may not be attached in time is made again. */
const USABLE_MS = 45 * 60_000;
/** Failed tries, growing apart to an hour, before the link stays for good: about a day. */
const MAX_TRIES = 50;

interface Pending {
  sourceId: string;
  key: string;
  plan: UploadPlan;
}

/**
 * Brings archived files to Notion, where it is to keep copies and the database has a place for them. What Notion does
 * not take stays a link. Nothing here can double: an upload is seen only once a page's write names it, and one that
 * is forgotten on the way is gone after an hour.
 */
export async function uploadMedia(parts: EngineParts, run: Run, target: Target): Promise<void> {
  const { media, clock } = parts;
  const { progress } = run;
  if (!media?.storage || (media.inNotion ?? "link") === "link" || !takesFiles(target)) return;
  forgetExpired(progress, clock.now());
  if (progress.owed.uploads && progress.owed.uploads.nextAt > clock.now()) return;
  const pending = await plan(parts, run);
  const failedBefore = progress.owed.uploads?.attempts ?? 0;
  delete progress.owed.uploads;
  for (const each of pending) {
    // A row is not to wait for a file of many parts: it follows in a run of its own.
    if (run.activity.pageId === undefined && each.plan.parts > 1) {
      progress.owed.uploads ??= { attempts: failedBefore, nextAt: clock.now() };
      continue;
    }
    try {
      progress.uploads[each.sourceId] = await upload(parts, run, media.storage, each);
    } catch (thrown) {
      const error = toSyncError(thrown);
      if (concernsMore(error)) throw error;
      const isOver = failedBefore + 1 >= MAX_TRIES;
      if (error.retry === "never" || isOver) refuse(parts, run, each.sourceId, error.code, isOver);
      else {
        const nextAt =
          clock.now() + backoffMs(failedBefore + 1, parts.random, { baseMs: 5_000, capMs: 3_600_000 });
        progress.owed.uploads = { attempts: failedBefore + 1, nextAt };
      }
    }
  }
}

const takesFiles = ({ columns, schema }: Target): boolean =>
  placeColumns(columns, schema).placed.some(
    ({ property, live }) => property.meaning === "files" && live.type === "files",
  );

/** Failures that are not about this file: of the lease, of the token, of the window. */
const concernsMore = (error: SyncError): boolean =>
  error.code === "lease_lost" || error.code === "notion_rate_limited" || stopsTheTenant(error);

function forgetExpired({ uploads }: Progress, now: number): void {
  for (const [sourceId, note] of Object.entries(uploads)) {
    if ("id" in note && !note.attached && now - note.at >= USABLE_MS) delete uploads[sourceId];
  }
}

async function plan(parts: EngineParts, run: Run): Promise<Pending[]> {
  const { media, uploads } = run.progress;
  const pending: Pending[] = [];
  for (const [sourceId, file] of Object.entries(media)) {
    if (!("key" in file) || file.removed || Object.hasOwn(uploads, sourceId)) continue;
    const plan = planUpload(file, await parts.workspace.get(run.request()));
    if ("refused" in plan) refuse(parts, run, sourceId, plan.refused);
    else pending.push({ sourceId, key: file.key, plan });
  }
  return pending;
}

function refuse(parts: EngineParts, run: Run, sourceId: string, reason: string, tell = false): void {
  const { key } = run.activity;
  run.progress.uploads[sourceId] = { refused: reason };
  parts.logger.warn("media.stays_a_link", { key, reason });
  if (tell)
    parts.alerts.raise({
      code: reason,
      message: "A recording or attachment could not be copied to Notion.",
      key,
    });
}

/** One part is in memory at a time. */
function upload(
  { notion, clock, failpoint }: EngineParts,
  run: Run,
  storage: Pick<Storage, "get">,
  { key, plan }: Pending,
): Promise<{ id: string; at: number }> {
  return run.holder.during(async (signal) => {
    const at = clock.now();
    const { id } = await notion.createUpload(plan, run.request());
    await failpoint?.("upload.created");
    for (let part = 1; part <= plan.parts; part++) {
      signal.throwIfAborted();
      const bytes = await readPart(storage, key, plan, part);
      await notion.sendUpload(id, { ...plan, bytes, ...(plan.parts > 1 ? { part } : {}) }, run.request());
    }
    if (plan.parts > 1) await notion.completeUpload(id, run.request());
    await failpoint?.("upload.done");
    return { id, at };
  });
}

async function readPart(
  storage: Pick<Storage, "get">,
  key: string,
  { partBytes }: UploadPlan,
  part: number,
): Promise<Uint8Array> {
  const start = (part - 1) * partBytes;
  const found = await storage.get(key, { start, end: start + partBytes - 1 });
  if (!found) throw new SyncError("media_unavailable", "The stored file is gone.", { retry: "after" });
  const { body, object } = found;
  const bytes = new Uint8Array(Math.min(partBytes, object.size - start));
  let filled = 0;
  for await (const chunk of body) {
    if (filled + chunk.byteLength > bytes.byteLength) break;
    bytes.set(chunk, filled);
    filled += chunk.byteLength;
  }
  if (filled === bytes.byteLength) return bytes;
  throw new SyncError("media_truncated", "The stored file has another length.", { retry: "after" });
}

/** After a write that shows them: what was uploaded stays with Notion. */
export function markAttached({ uploads }: Progress): void {
  for (const note of Object.values(uploads)) if ("id" in note) note.attached = true;
}
