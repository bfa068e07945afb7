import { sameUrl } from "./same-url.js";
import type { Sameness } from "./sameness.js";

/** A page answers at most 25 mentions in a text; a cut text has at least as many items. */
const MAX_REFERENCES = 25;

/** Title and rich text: the same text with the same links, however it is cut into items and formatted. */
export function sameText(written: unknown, answered: unknown): Sameness {
  if (!Array.isArray(written) || !Array.isArray(answered)) return undefined;
  const ours = pieces(written);
  const theirs = pieces(answered);
  const text = joined(ours);
  const shown = joined(theirs);
  if (text !== shown) {
    if (answered.length >= MAX_REFERENCES && text.startsWith(shown)) return undefined;
    return spelledAlike(text, shown);
  }
  return sameLinks(ours, theirs);
}

/** A phone number or an e-mail address. */
export function sameLine(written: unknown, answered: unknown): Sameness {
  const [text, shown] = [written ?? "", answered ?? ""];
  if (typeof text !== "string" || typeof shown !== "string") return undefined;
  return text === shown || spelledAlike(text, shown);
}

/** Outer space, line ends and Unicode forms: whether Notion keeps them is documented nowhere. */
function spelledAlike(text: string, shown: string): undefined | false {
  const plain = (value: string) => value.normalize("NFC").replaceAll("\r\n", "\n").trim();
  return plain(text) === plain(shown) ? undefined : false;
}

/** A run of text with one link, or with none. */
interface Piece {
  text: string;
  link: string | undefined;
}

interface TextItem {
  plain_text?: string;
  text?: { content?: string; link?: { url?: string } | null };
  href?: string | null;
}

const pieces = (items: readonly TextItem[]): Piece[] =>
  items.map((item) => ({
    text: item.plain_text ?? item.text?.content ?? "",
    link: item.text?.link?.url ?? item.href ?? undefined,
  }));

const joined = (runs: readonly Piece[]): string => runs.map(({ text }) => text).join("");

/** For equal texts: walks both, from one end of a piece to the next. */
function sameLinks(ours: readonly Piece[], theirs: readonly Piece[]): boolean {
  let [i, j] = [0, 0];
  let [left, right] = [ours[0]?.text.length ?? 0, theirs[0]?.text.length ?? 0];
  while (i < ours.length && j < theirs.length) {
    const step = Math.min(left, right);
    if (step > 0 && !sameUrl(ours[i]?.link, theirs[j]?.link)) return false;
    left -= step;
    right -= step;
    if (left === 0) left = ours[++i]?.text.length ?? 0;
    if (right === 0) right = theirs[++j]?.text.length ?? 0;
  }
  return true;
}
