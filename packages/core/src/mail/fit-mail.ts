import { cutAt } from "../mapping/cut-text.js";
import { jsonBytes } from "../mapping/json-bytes.js";
import type { MailAddress } from "../record/record.js";

/**
 * How much of a mail the state keeps, in bytes of JSON. A row of Cloudflare D1 has room for 2 MB, and a mail is in
 * two of them: its event and its record.
 */
const TEXT_BYTES = 600_000;
const PEOPLE_BYTES = 200_000;
/** Of one of them; the longest address has 254 characters. */
const PERSON_BYTES = 2_000;
const SUBJECT_UNITS = 4_000;

/** The parts of a mail that can be of any length. */
export interface MailWords {
  subject: string;
  text: string;
  from?: MailAddress;
  to: MailAddress[];
  cc: MailAddress[];
  bcc: MailAddress[];
  replyTo: MailAddress[];
}

export interface FittedMail {
  words: MailWords;
  /** The whole mail as plain text, where it was too long. */
  whole?: string;
}

/** Cuts off what is too long to be kept in the state. */
export function fitMail(mail: MailWords): FittedMail {
  let room = PEOPLE_BYTES;
  let isWhole = true;
  const cut = (text: string, units: number): string => {
    if (units < text.length) isWhole = false;
    return text.slice(0, cutAt(text, 0, units));
  };
  const fits = ({ address, name = "" }: MailAddress): boolean => {
    const bytes = jsonBytes({ address, name });
    const isKept = bytes <= Math.min(room, PERSON_BYTES);
    if (isKept) room -= bytes;
    else isWhole = false;
    return isKept;
  };
  const { from, ...others } = mail;
  const words: MailWords = {
    ...others,
    ...(from && fits(from) ? { from } : {}),
    to: mail.to.filter(fits),
    cc: mail.cc.filter(fits),
    bcc: mail.bcc.filter(fits),
    replyTo: mail.replyTo.filter(fits),
    subject: cut(mail.subject, SUBJECT_UNITS),
    text: cut(mail.text, unitsWithin(mail.text, TEXT_BYTES)),
  };
  return isWhole ? { words } : { words, whole: asText(mail) };
}

/** How much of a text fits into so many bytes of JSON. */
function unitsWithin(text: string, bytes: number): number {
  if (jsonBytes(text) <= bytes) return text.length;
  let fits = 0;
  let over = text.length;
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (jsonBytes(text.slice(0, middle)) <= bytes) fits = middle;
    else over = middle;
  }
  return fits;
}

function asText({ subject, text, from, to, cc, bcc, replyTo }: MailWords): string {
  const fields = { From: from ? [from] : [], "Reply-To": replyTo, To: to, CC: cc, BCC: bcc };
  const people = Object.entries(fields)
    .filter(([, some]) => some.length > 0)
    .map(([field, some]) => `${field}: ${some.map(written).join(", ")}`);
  return [...people, `Subject: ${subject}`, "", text].join("\n");
}

const written = ({ name, address }: MailAddress): string => (name ? `${name} <${address}>` : address);
