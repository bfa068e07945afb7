import type { Activity } from "../record/activity.js";
import type { ArchivedLink } from "../record/archived-link.js";
import { toCall } from "../record/call.js";
import type { Directory } from "../record/directory.js";
import { toMail } from "../record/mail.js";
import { toMessage } from "../record/message.js";
import type { ActivityRecord } from "../record/record.js";
import type { MediaArchive } from "./parts.js";
import type { Progress, UploadNote } from "./progress.js";

export interface ViewParts {
  directory: { load(): Promise<Directory> };
  /** Absent where files are not archived. */
  media?: Pick<MediaArchive, "link" | "inNotion">;
}

/** The record as a mapping sees it, with the names that are known and links to the files that are archived. */
export async function viewActivity(
  { directory, media }: ViewParts,
  record: ActivityRecord,
  progress: Pick<Progress, "media" | "uploads">,
): Promise<Activity> {
  const links = new Map<string, ArchivedLink>();
  for (const [sourceId, file] of Object.entries(media ? progress.media : {})) {
    if (media && "key" in file) {
      const upload = file.removed ? undefined : uploadOf(media, progress.uploads[sourceId]);
      links.set(sourceId, {
        url: await media.link(file.key),
        contentType: file.contentType,
        ...(file.removed ? { removedAfterDays: file.removed.days } : {}),
        ...(upload ? { upload } : {}),
      });
    }
  }
  if (record.kind === "mail") return toMail(record, { media: links });
  const options = { directory: await directory.load(), media: links };
  return record.kind === "call" ? toCall(record, options) : toMessage(record, options);
}

function uploadOf({ inNotion = "link" }: Pick<MediaArchive, "inNotion">, note: UploadNote | undefined) {
  if (inNotion === "link" || !note || !("id" in note)) return undefined;
  return { id: note.id, besideLink: inNotion === "both" };
}
