import { bytesToHex } from "@noble/hashes/utils.js";
import { sha256 } from "../events/sha256.js";
import type { MediaArchiver } from "../media/archiver.js";
import { normaliseContentType } from "../media/content-type.js";
import { attachmentKey } from "../media/media-key.js";
import type { MailAttachment } from "../record/record.js";
import { attachmentName } from "./attachment-name.js";
import type { MailFile } from "./mail-input.js";

/** More than this of one mail are not kept, and the mail says so. */
const MOST_FILES = 500;

/** A file with what names it for ever. */
export interface NamedFile {
  attachment: Omit<MailAttachment, "key">;
  content: Uint8Array;
}

/** Names the files of a mail; one that is there twice, with one name and content, is one. */
export async function nameFiles(files: readonly MailFile[]): Promise<NamedFile[]> {
  const named = new Map<string, NamedFile>();
  for (const [index, { name, contentType: told, content }] of files.entries()) {
    const contentType = typeOf(told);
    const attachment = {
      name: attachmentName(name, contentType, index),
      contentType,
      size: content.byteLength,
      sha256: bytesToHex(await sha256(content)),
    };
    const given = name === undefined ? "" : attachment.name;
    const id = `${attachment.sha256} ${given}`;
    if (!named.has(id)) named.set(id, { attachment, content });
  }
  return [...named.values()];
}

const typeOf = (told: string | undefined): string => {
  const type = told !== undefined && told.length <= 100 ? normaliseContentType(told) : undefined;
  return type ?? "application/octet-stream";
};

export interface AttachedFiles {
  attachments: MailAttachment[];
  /** Lines that say what was not kept. */
  notes: string[];
}

/**
 * Brings a mail's files into storage, one after the other; those that are there already are left as they are.
 * Rejects with `store_unavailable` when the storage fails.
 */
export async function attachFiles(
  files: readonly NamedFile[],
  mail: { id: string; sentAt?: string | undefined },
  { archiver, maxBytes }: { archiver: MediaArchiver | undefined; maxBytes: number },
): Promise<AttachedFiles> {
  const attachments: MailAttachment[] = [];
  const notes: string[] = [];
  const leaveOut = ({ name }: NamedFile["attachment"], why: string) => {
    notes.push(`[Attachment left out, ${why}: ${name}]`);
  };
  for (const { attachment, content } of files.slice(0, MOST_FILES)) {
    const { name, contentType, size, sha256 } = attachment;
    if (!archiver) leaveOut(attachment, "no file storage is set");
    else if (size > maxBytes) leaveOut(attachment, `larger than ${maxBytes} bytes`);
    else {
      const key = attachmentKey({ mailId: mail.id, at: mail.sentAt, sha256, name, contentType });
      const metadata = { activity: `mail:${mail.id}`, sha256, name: encodeURIComponent(name) };
      await archiver.keep({ key, content, contentType, metadata });
      attachments.push({ ...attachment, key });
    }
  }
  const others = files.length - MOST_FILES;
  if (others > 0) notes.push(`[${others} more attachments left out: ${MOST_FILES} of a mail are kept.]`);
  return { attachments, notes };
}
