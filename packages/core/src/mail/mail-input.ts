import type { MailAddress } from "../record/record.js";

/** A file that comes with a mail. */
export interface MailFile {
  /** As the sender calls it; a path is cut down to its last part. */
  name?: string;
  /** MIME type. */
  contentType?: string;
  content: Uint8Array;
}

/** A mail, freed of its encoding: what `parseMail` makes of raw bytes, or what a mail service's own JSON says. */
export interface MailInput {
  /** The `Message-ID` header, with or without angle brackets. A mail without one is known by its content. */
  messageId?: string;
  from?: MailAddress;
  to?: readonly MailAddress[];
  cc?: readonly MailAddress[];
  bcc?: readonly MailAddress[];
  replyTo?: readonly MailAddress[];
  subject?: string;
  /** Plain text; `htmlToText` makes it of HTML. */
  text?: string;
  /** The `Date` header, or ISO 8601. */
  date?: string;
  /** The header of this name: ids of earlier mails. */
  inReplyTo?: string;
  /** The header of this name. */
  references?: string;
  attachments?: readonly MailFile[];
  /** Whom the mail server delivered it to: own addresses, which need not be in `to`. */
  deliveredTo?: readonly string[];
  /** Default: `outgoing` if `from` is an own address. */
  direction?: "incoming" | "outgoing";
}
