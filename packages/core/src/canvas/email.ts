/** No mailbox name is longer (RFC 5321 allows 254 characters for the address as a path). */
const LONGEST_ADDRESS = 254;
const LONGEST_TEXT = 4_000;

/**
 * An e-mail address, lower-cased, without `mailto:` and angle brackets; `undefined` for what is none. Dots
 * and plus tags stay: whether they matter is for the mail host to say.
 */
export function normaliseEmail(text: string): string | undefined {
  const [first, ...others] = emailsIn(text);
  return others.length === 0 ? first : undefined;
}

/** Every e-mail address in a field, each once, in the order written. */
export function emailsIn(text: string): string[] {
  const words = text
    .slice(0, LONGEST_TEXT)
    .toLowerCase()
    .split(/[\s,;:|/<>()[\]"]+/);
  return [...new Set(words.map(bare).filter(isAddress))];
}

/** Without the quotes and full stops around it. Within a name a quote belongs to it: `o'brien@…` is not `brien@…`. */
const bare = (word: string): string =>
  word
    .replace(/^['‘’`.]+/, "")
    .replace(/^([^@]+@[\p{L}\p{M}\p{Nd}._-]+)[^@]*$/u, "$1")
    .replace(/\.+$/, "");

function isAddress(word: string): boolean {
  const [local, host, ...rest] = word.split("@");
  const whole = local && host && rest.length === 0 && word.length <= LONGEST_ADDRESS;
  // Half a surrogate pair is no text that Notion takes.
  return Boolean(whole) && !/\p{Surrogate}/u.test(word);
}
