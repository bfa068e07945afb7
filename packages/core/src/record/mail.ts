import type { Mail, MediaFile } from "./activity.js";
import type { ArchivedLinks } from "./archived-link.js";
import { defined } from "./defined.js";
import type { MailAddress, MailRecord } from "./record.js";

/** The record as a mapping sees it. */
export function toMail(record: MailRecord, { media = new Map() }: { media?: ArchivedLinks }): Mail {
  const { fields } = record;
  return defined({
    kind: "mail" as const,
    id: record.id,
    subject: fields.subject?.value ?? "",
    from: fields.from?.value.address,
    fromName: fields.from?.value.name,
    to: addresses(fields.to?.value),
    cc: addresses(fields.cc?.value),
    body: fields.text?.value ?? "",
    direction: fields.direction?.value,
    sentAt: fields.sentAt?.value ?? fields.receivedAt?.value,
    attachments: attachedFiles(record, media),
    counterparts: fields.external?.value ?? [],
    inReplyTo: fields.inReplyTo?.value,
    threadId: fields.threadId?.value,
  });
}

/** Names the file within its mail. */
export const attachmentSourceId = (index: number): string => `media:${index}`;

const addresses = (people: readonly MailAddress[] = []): string[] => people.map(({ address }) => address);

function attachedFiles({ fields }: MailRecord, media: ArchivedLinks): MediaFile[] {
  return (fields.attachments?.value ?? []).map(({ name, contentType }, index) =>
    defined({ name, contentType, url: media.get(attachmentSourceId(index))?.url }),
  );
}
