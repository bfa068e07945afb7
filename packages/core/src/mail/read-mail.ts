import { SyncError } from "../sync-error.js";
import type { MailInput } from "./mail-input.js";
import { parseMail } from "./parse-mail.js";

/** Fields of which one at least makes a mail; the others only say more of it. */
const MAKES_A_MAIL = [
  ...(["messageId", "from", "to", "cc", "bcc", "replyTo"] as const),
  ...(["subject", "text", "date", "inReplyTo", "references", "attachments"] as const),
] satisfies (keyof MailInput)[];

/**
 * A mail as a program has it: raw, as bytes or text, or in parts already. Rejects with `unprocessable_event` what is
 * neither: all such mails would have the same content, none, and be taken for one.
 */
export async function readMail(mail: Uint8Array | ArrayBuffer | string | MailInput): Promise<MailInput> {
  if (typeof mail === "string") return parseMail(new TextEncoder().encode(mail));
  if (ArrayBuffer.isView(mail))
    return parseMail(new Uint8Array(mail.buffer, mail.byteOffset, mail.byteLength));
  // One of another realm (a test's, a frame's) is no instance of ours.
  if (Object.prototype.toString.call(mail) === "[object ArrayBuffer]")
    return parseMail(new Uint8Array(mail as ArrayBuffer));
  const parts = mail as MailInput | null | undefined;
  // A Blob or a Response has a `text`, too.
  const isTold = (value: unknown) => value !== undefined && value !== null && typeof value !== "function";
  if (MAKES_A_MAIL.some((name) => isTold(parts?.[name]))) return mail as MailInput;
  throw new SyncError(
    "unprocessable_event",
    "This is no mail: give its raw bytes or text, or its parts (from, to, subject, text …).",
    { retry: "never" },
  );
}
