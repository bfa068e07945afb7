import PostalMime, { type Address, type Email } from "postal-mime";
import { defined } from "../record/defined.js";
import type { MailAddress } from "../record/record.js";
import { SyncError } from "../sync-error.js";
import { isCostly } from "./costly-mail.js";
import { htmlToText } from "./html-to-text.js";
import type { MailFile, MailInput } from "./mail-input.js";

/** Header lines of a mail that could not be parsed whole. */
const HEADER_BYTES = 256 * 1024;

/**
 * Reads a raw mail (RFC 822 / MIME), whatever it is made of. One that is broken or made to be hard to parse keeps
 * the sender, subject and time that its header names, and is attached as it came. Rejects with
 * `unprocessable_event` if it has no bytes.
 */
export async function parseMail(raw: Uint8Array): Promise<MailInput> {
  if (raw.byteLength === 0) {
    throw new SyncError("unprocessable_event", "The mail is empty: send its raw bytes as the body.", {
      retry: "never",
    });
  }
  const email = isCostly(raw) ? undefined : await parse(raw);
  return email && !isLost(email, raw) ? toInput(email) : unread(raw);
}

/** By how much HTML says more than twice what its plain text does, before it is taken in the place of that. */
const MORE_CHARACTERS = 40;

/** How a header begins, or a mailbox file. */
const HEADER = /^(?:[!-9;-~]+[ \t]*:|From )/;

/** Whether the parser has passed over what there is: lines that it took for a header, or parts that no boundary shows. */
function isLost({ text, html, attachments }: Email, raw: Uint8Array): boolean {
  if (!HEADER.test(new TextDecoder("latin1").decode(raw.subarray(0, 1_000)))) return true;
  return !text && !html && attachments.length === 0 && raw.subarray(headerOf(raw).length).some(isVisible);
}

const isVisible = (byte: number): boolean => byte > 32;

/** `undefined` for what the parser refuses: too deep, or too much header. */
const parse = (raw: Uint8Array): Promise<Email | undefined> =>
  PostalMime.parse(raw, { maxNestingDepth: 100, rfc822Attachments: true }).catch(() => undefined);

async function unread(raw: Uint8Array): Promise<MailInput> {
  const header = await parse(headerOf(raw));
  return {
    ...(header ? toInput({ ...header, attachments: [] }) : {}),
    text: "[This mail could not be read; it is attached as it came.]",
    attachments: [{ name: "Mail.eml", contentType: "message/rfc822", content: raw }],
  };
}

/** The lines before the first empty one, as far as they go. */
function headerOf(raw: Uint8Array): Uint8Array {
  const start = raw.subarray(0, HEADER_BYTES);
  for (let at = start.indexOf(10); at !== -1; at = start.indexOf(10, at + 1)) {
    const next = start[at + 1] === 13 ? start[at + 2] : start[at + 1];
    if (next === 10) return start.subarray(0, at + 1);
  }
  return start.subarray(0, start.lastIndexOf(10) + 1);
}

function toInput(email: Email): MailInput {
  const { messageId, subject, date, inReplyTo, references } = email;
  const from =
    mailboxes(email.from ? [email.from] : [])[0] ?? mailboxes(email.sender ? [email.sender] : [])[0];
  const { text, html } = textOf(email);
  return defined({
    ...{ messageId, subject, date, inReplyTo, references, from, text },
    to: mailboxes(email.to),
    cc: mailboxes(email.cc),
    bcc: mailboxes(email.bcc),
    replyTo: mailboxes(email.replyTo),
    attachments: [...(html ? [html] : []), ...email.attachments.map(toFile)],
  });
}

/**
 * The plain text, or what a reader sees of the HTML where that says much more: the text may be no more than a word to
 * those whose program shows none. HTML is attached where something of it would be lost.
 */
function textOf({ text = "", html = "" }: Email): { text: string; html?: MailFile } {
  const most = text.trim() === "" ? 0 : 2 * lengthOf(text) + MORE_CHARACTERS;
  if (html.trim() === "" || html.length <= most) return { text };
  const readable = htmlToText(html);
  const saysMore = lengthOf(readable.text) > most;
  if (readable.isWhole) return saysMore ? readable : { text };
  const content = new TextEncoder().encode(html);
  return {
    text: `${saysMore ? readable.text : text}\n\n[The whole of this mail is in Mail.html.]`,
    html: { name: "Mail.html", contentType: "text/html", content },
  };
}

/** Characters that a reader sees, without links, which are many in newsletters. */
const lengthOf = (text: string): number => text.replace(/\(?\bhttps?:\/\/\S+|\s+/g, "").length;

const toFile = ({ filename, mimeType, content }: Email["attachments"][number]): MailFile => ({
  ...(filename ? { name: filename } : {}),
  contentType: mimeType,
  content: typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content),
});

/** Members of groups included; `undisclosed-recipients:;` is nobody. */
const mailboxes = (addresses: readonly Address[] = []): MailAddress[] =>
  addresses
    .flatMap((address) => address.group ?? address)
    .filter(({ address }) => address !== "")
    .map(({ address, name }) => (name === "" ? { address } : { address, name }));
