import { bytesToHex } from "@noble/hashes/utils.js";
import { sha256 } from "../events/sha256.js";
import type { MailInput } from "./mail-input.js";

/** What can be part of a key, and be found again in Notion, as it is. */
const PLAIN = /^[\x21-\x3b\x3d\x3f-\x7e]{1,128}$/;

/** A Message-ID as it is used in keys: without its brackets, or if it is overlong or odd, a digest of it. */
export async function mailId(header: string): Promise<string | undefined> {
  const id = header.trim().replace(/^<(.*)>$/s, "$1");
  if (id.trim() === "") return undefined;
  return PLAIN.test(id) && id !== "__proto__" ? id : `sha256-${await digest(id)}`;
}

/** Every Message-ID in a `References` or `In-Reply-To` header, in order. */
export async function mailIds(header: string | undefined): Promise<string[]> {
  const bracketed = header?.match(/<[^<>]+>/g) ?? header?.trim().split(/\s+/) ?? [];
  // Only the ends matter: the first mail of the conversation, and the last.
  const ends = bracketed.length > 2 ? [bracketed[0]!, bracketed.at(-1)!] : bracketed;
  const ids = await Promise.all(ends.map(mailId));
  return ids.filter((id) => id !== undefined);
}

/** Names a mail without Message-ID: equal mails get equal ids, however often and by whatever way they come. */
export async function contentId(mail: MailInput, digests: readonly string[]): Promise<string> {
  const { from, to = [], cc = [], subject, text, date } = mail;
  const people = [from, ...to, null, ...cc].map((each) => each && [each.address, each.name]);
  return `content-${await digest(JSON.stringify([people, subject, text, date, digests]))}`;
}

/** 128 bits in hex. */
const digest = async (text: string): Promise<string> =>
  bytesToHex((await sha256(new TextEncoder().encode(text))).subarray(0, 16));
