import type { Activity } from "../record/activity.js";
import type { ArchivedLink } from "../record/archived-link.js";
import { toCall } from "../record/call.js";
import type { Directory } from "../record/directory.js";
import { toMail } from "../record/mail.js";
import { toMessage } from "../record/message.js";
import type { ActivityRecord } from "../record/record.js";
import type { MediaArchive } from "./parts.js";
import type { Progress } from "./progress.js";

export interface ViewParts {
  directory: { load(): Promise<Directory> };
  /** Absent where files are not archived. */
  media?: Pick<MediaArchive, "link">;
}

/** The record as a mapping sees it, with the names that are known and links to the files that are archived. */
export async function viewActivity(
  { directory, media }: ViewParts,
  record: ActivityRecord,
  progress: Pick<Progress, "media">,
): Promise<Activity> {
  const links = new Map<string, ArchivedLink>();
  for (const [sourceId, file] of Object.entries(media ? progress.media : {})) {
    if (media && "key" in file) {
      links.set(sourceId, { url: await media.link(file.key), contentType: file.contentType });
    }
  }
  if (record.kind === "mail") return toMail(record, { media: links });
  const options = { directory: await directory.load(), media: links };
  return record.kind === "call" ? toCall(record, options) : toMessage(record, options);
}
