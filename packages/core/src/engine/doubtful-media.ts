import { SyncError } from "../sync-error.js";
import type { EngineParts } from "./parts.js";
import type { UploadNote } from "./progress.js";
import type { Run } from "./run.js";

/** Tries with uploads made anew before the links stay. */
const MAX_UPLOADS_REFUSED = 3;

const idOf = (note: UploadNote): string | undefined => ("id" in note ? note.id : undefined);

/**
 * What a refusal may be about, although the row could be written without it: files that were uploaded (they may have
 * expired), or players in the page. Takes that out of the next run and answers with what this run is to end with;
 * `undefined` where neither was in the request.
 */
export function withoutDoubtful(parts: EngineParts, run: Run, cause: SyncError): SyncError | undefined {
  const { progress, activity } = run;
  const fresh = Object.entries(progress.uploads).filter(([, note]) => "id" in note && !note.attached);
  const isOfUpload = /file.?upload/i.test(cause.message);
  // What cannot be found and is named is nothing else.
  const isOther =
    cause.status === 404 &&
    cause.subject !== undefined &&
    !fresh.some(([, note]) => idOf(note) === cause.subject);
  const hasPlayers = activity.pageId === undefined && parts.pageBody !== "off" && !progress.noPlayers;
  if (hasPlayers && !isOfUpload && /children|audio/i.test(cause.message)) {
    progress.noPlayers = true;
  } else if (fresh.length > 0 && (isOfUpload || !isOther)) {
    const attempts = (progress.refusedUploads ?? 0) + 1;
    progress.refusedUploads = attempts;
    for (const [sourceId] of fresh) {
      if (attempts < MAX_UPLOADS_REFUSED) delete progress.uploads[sourceId];
      else progress.uploads[sourceId] = { refused: cause.code };
    }
  } else return undefined;
  parts.logger.warn("media.left_out", { key: activity.key, players: progress.noPlayers === true });
  return new SyncError("notion_conflict", "Notion refused a file or a player; the row is written without.", {
    retry: "now",
    cause,
  });
}
