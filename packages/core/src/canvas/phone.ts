import { parseDigits, parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { CountryCode } from "./country.js";

export { normaliseEmail } from "./email.js";

/** Enough for every field that people keep numbers in; what a page of text says beyond is not read. */
const LONGEST_TEXT = 4_000;

/** Below this, digits are a short code, an extension or a part of a number. */
const FEWEST_DIGITS = 7;

/** E.164 has at most 15 digits; a trunk zero, an international prefix or a Mexican `1` may stand in between. */
const MOST_DIGITS = 20;

/** Digits with what people put between them. A plus only starts a number; a line break or tab ends one. */
const RUN = /\(?\+? ?\(?\p{Nd}(?:[\p{Nd}()./ ·]|\p{Pd}|−)*/gu;

/**
 * What shows, from the last digit on, that digits were no phone number: a keypad word (`1-800-FLOWERS`; not an
 * extension as in `…0123ext4` or `…0123x4`), or the rest of an e-mail address.
 */
const GOES_ON = /^[\p{Nd}-](?!ext)[a-z]{2}|^[\p{Nd}.-][\w.+-]*@/iu;

/**
 * The one phone number that `text` holds, as E.164. `undefined` where there is none or more than one, so for
 * short codes, vanity words and `anonymous` too. Labels and extensions are dropped. Without `defaultCountry`
 * only numbers with an international prefix are understood.
 *
 * The number must be *possible*, not *valid*: numbering plans grow faster than the metadata, and numbers
 * are compared, not dialled.
 */
export function normalisePhone(text: string, defaultCountry?: CountryCode): string | undefined {
  const [first, ...others] = phonesIn(text, defaultCountry);
  return others.length === 0 ? first : undefined;
}

/**
 * Every phone number in a field, as E.164, each once, in the order written. Whatever is no part of a number
 * separates: commas, slashes, line breaks, words, labels.
 */
export function phonesIn(text: string, defaultCountry?: CountryCode): string[] {
  // Contact apps wrap numbers in invisible direction marks (\p{Cf}); NFKC makes full-width digits plain.
  const plain = text
    .slice(0, LONGEST_TEXT)
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "");
  const found = new Set<string>();
  for (const match of plain.matchAll(RUN)) {
    const run = match[0];
    const end = match.index + run.length;
    if (GOES_ON.test(plain.slice(end - 1, end + 64))) continue;
    for (const phone of phonesInRun(run, defaultCountry)) found.add(phone);
  }
  return [...found];
}

/** A slash stands between two numbers (`…0123/…0124`) or, in German, behind the area code (`030/1234567`). */
function phonesInRun(run: string, country: CountryCode | undefined): string[] {
  const phones: string[] = [];
  let before = "";
  for (const part of run.split(/\/| {2,}/)) {
    const phone = read(before + part, country) ?? read(part, country);
    if (phone) phones.push(phone);
    before = phone || parseDigits(part).length >= FEWEST_DIGITS ? "" : before + part;
  }
  return phones;
}

function read(text: string, country: CountryCode | undefined): string | undefined {
  const digits = parseDigits(text);
  if (digits.length < FEWEST_DIGITS || digits.length > MOST_DIGITS) return undefined;
  if (text.includes("+")) return possible(`+${digits}`);
  return possible(digits, country) ?? internationalWithoutPlus(digits);
}

/**
 * `0044 20…` where the default country dials otherwise, and `44 20…`. The latter is a guess, so it must come
 * out as a valid number.
 */
function internationalWithoutPlus(digits: string): string | undefined {
  if (digits.startsWith("00")) return possible(`+${digits.slice(2)}`);
  const number = parsePhoneNumberFromString(`+${digits}`);
  return digits.length > 10 && number?.isValid() ? number.number : undefined;
}

function possible(digits: string, country?: CountryCode): string | undefined {
  // Mexico dropped the mobile `1` behind its country code in 2019; carriers and address books still send it.
  const current = digits.replace(/^\+521(\d{10})$/, "+52$1");
  const number = parsePhoneNumberFromString(current, country);
  return number?.isPossible() ? number.number : undefined;
}
