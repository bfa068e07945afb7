const HEX_ID = /^[0-9a-f]{32}$/;

/** A random number generator that gives the same numbers in [0, 1) for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A version 4 UUID, dashed, as Notion spells its ids. */
export function newId(random: () => number): string {
  const digit = () => Math.floor(random() * 16).toString(16);
  const digits = Array.from({ length: 32 }, digit);
  digits[12] = "4";
  digits[16] = "89ab"[Math.floor(random() * 4)] ?? "8";
  return dashed(digits.join(""));
}

/** An id in its dashed form, written with or without dashes; `undefined` if it is none. */
export function canonicalId(id: string): string | undefined {
  const hex = id.replaceAll("-", "").toLowerCase();
  return HEX_ID.test(hex) ? dashed(hex) : undefined;
}

const dashed = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");

// The characters that need percent-encoding are there on purpose: Notion's property ids have them too.
const PROPERTY_ID_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:;<=>?@[]^_{|}~";

const PROPERTY_ID_LENGTH = 4;

/** A property id as Notion makes them, four characters, percent-encoded; none of those in `taken`. */
export function newPropertyId(random: () => number, taken: ReadonlySet<string> = new Set()): string {
  const base = PROPERTY_ID_ALPHABET.length;
  let number = 0;
  for (let digit = 0; digit < PROPERTY_ID_LENGTH; digit++)
    number = number * base + Math.floor(random() * base);
  while (taken.has(propertyId(number))) number = (number + 1) % base ** PROPERTY_ID_LENGTH;
  return propertyId(number);
}

function propertyId(number: number): string {
  let id = "";
  for (
    let rest = number;
    id.length < PROPERTY_ID_LENGTH;
    rest = Math.floor(rest / PROPERTY_ID_ALPHABET.length)
  )
    id = PROPERTY_ID_ALPHABET[rest % PROPERTY_ID_ALPHABET.length] + id;
  return encodeURIComponent(id);
}

/** Whether two spellings of a property id, percent-encoded or not, are the same id. */
export const samePropertyId = (a: string, b: string): boolean => decoded(a) === decoded(b);

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
