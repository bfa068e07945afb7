import { attachmentSourceId } from "../record/mail.js";
import type { MailRecord } from "../record/record.js";
import type { ArchivedFile } from "./progress.js";

/** The files of a mail with their source ids: they were stored before the mail was known of. */
export const storedAttachments = ({ fields }: MailRecord): [sourceId: string, file: ArchivedFile][] =>
  (fields.attachments?.value ?? []).map(({ key, contentType, size, sha256 }, index) => [
    attachmentSourceId(index),
    { key, contentType, size, sha256 },
  ]);
