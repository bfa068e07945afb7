import { toInboxEvent } from "../engine/inbox-event.js";
import { mailBody, mailTime } from "../events/mail-event.js";
import { type ActivityKey, activityKey } from "../key.js";
import { cleanText, oneLine } from "../mapping/clean-text.js";
import type { MediaArchiver } from "../media/archiver.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { Queue } from "../ports/queue.js";
import type { StateStore } from "../ports/state-store.js";
import type { MailAddress } from "../record/record.js";
import { attachFiles, nameFiles } from "./attach-files.js";
import { fitMail, type MailWords } from "./fit-mail.js";
import { contentId, mailId, mailIds } from "./mail-id.js";
import type { MailInput } from "./mail-input.js";
import { mailParties } from "./parties.js";

export interface MailOptions {
  /** Own addresses, or domains as `@example.com`: they tell the direction, and are never looked up as contacts. */
  ownAddresses?: readonly string[];
  /** Larger attachments are left out, and the mail says so. Default 100 MiB. */
  maxAttachmentBytes?: number;
}

export interface MailReceipt {
  status: "stored" | "duplicate";
  key: ActivityKey;
}

/**
 * Takes one mail in: its attachments into storage, then the mail into the inbox. Resolves only when all of that is
 * durable; a mail that is known is a duplicate and changes nothing. Rejects with a `SyncError` of code
 * `store_unavailable` (give the mail again) when storage fails, or with what the state store rejects with.
 */
export type IngestMail = (mail: MailInput) => Promise<MailReceipt>;

export interface IngestMailParts extends MailOptions {
  store: Pick<StateStore, "receive">;
  queue: Queue;
  /** Absent where files are not archived: attachments are left out. */
  archiver?: MediaArchiver;
  clock: Clock;
  logger: Logger;
}

const WHOLE = "Mail.txt";

export function createIngestMail(parts: IngestMailParts): IngestMail {
  const { store, queue, archiver, clock, logger } = parts;
  const limits = { archiver, maxBytes: parts.maxAttachmentBytes ?? 100 * 1024 * 1024 };

  return async (given) => {
    const all = wordsOf(given);
    const mail = { ...given, ...all };
    const receivedAt = clock.now();
    const files = await nameFiles(mail.attachments ?? []);
    const digests = files.map(({ attachment }) => `${attachment.sha256} ${attachment.name}`);
    const id = (await mailId(mail.messageId ?? "")) ?? (await contentId(mail, digests));
    const sentAt = mailTime(mail.date);

    const { words, whole } = fitMail(all);
    const wholeFile = whole === undefined ? [] : await nameFiles([textFile(WHOLE, whole)]);
    const { attachments, notes } = await attachFiles([...wholeFile, ...files], { id, sentAt }, limits);
    if (whole !== undefined) notes.unshift(`[This mail is longer than shown here: see ${WHOLE}.]`);

    const [root, ...later] = await mailIds(mail.references);
    const answers = await mailIds(mail.inReplyTo);
    const inReplyTo = answers.at(-1) ?? later.at(-1) ?? root;
    const body = mailBody(id, {
      ...mailParties(mail, parts.ownAddresses ?? []),
      ...words,
      text: [words.text, ...notes].filter((part) => part !== "").join("\n\n"),
      attachments,
      threadId: root ?? inReplyTo ?? id,
      ...(inReplyTo === undefined ? {} : { inReplyTo }),
      ...(sentAt === undefined ? {} : { sentAt }),
    });
    const { row } = await toInboxEvent(body, { receivedAt, waitMs: () => 0 });
    const key = activityKey("mail", id);
    // By itself: what many mails of this size have in common may be more than one statement takes.
    const [status = "duplicate"] = await store.receive([row]);
    logger.info("mail.received", { key, status, attachments: attachments.length });
    if (status === "stored") {
      queue.send([{ key, priority: row.priority }]).catch(() => {
        logger.warn("queue.send_failed", { key });
      });
    }
    return { status, key };
  };
}

/** As text that every store takes. */
function wordsOf(mail: MailInput): MailWords {
  const { from, to = [], cc = [], bcc = [], replyTo = [] } = mail;
  return {
    ...(from ? { from: cleanAddress(from) } : {}),
    to: to.map(cleanAddress),
    cc: cc.map(cleanAddress),
    bcc: bcc.map(cleanAddress),
    replyTo: replyTo.map(cleanAddress),
    subject: oneLine(mail.subject ?? ""),
    text: cleanText((mail.text ?? "").replace(/\r\n?/g, "\n")).trim(),
  };
}

function cleanAddress({ address, name }: MailAddress): MailAddress {
  const shown = oneLine(name ?? "");
  return { address: oneLine(address), ...(shown === "" ? {} : { name: shown }) };
}

const textFile = (name: string, text: string) => ({
  name,
  contentType: "text/plain",
  content: new TextEncoder().encode(text),
});
