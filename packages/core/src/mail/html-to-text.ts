import { compile } from "html-to-text";
import { cutAt } from "../mapping/cut-text.js";

/** UTF-16 units; a longer page takes seconds, and no mail is one. */
const MOST_HTML = 1_000_000;

/** Marks where the converter cut something off; no sender writes it. */
const CUT = "\uF8FE";

const convert = compile({
  wordwrap: false,
  limits: { ellipsis: CUT, maxDepth: 200 },
  selectors: [
    {
      selector: "a",
      options: { ignoreHref: false, hideLinkHrefIfSameAsText: true, linkBrackets: ["(", ")"] },
    },
    { selector: "img", format: "skip" },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

export interface ReadableText {
  text: string;
  /** False where something of it was left out: too long, nested too deep. */
  isWhole: boolean;
}

/** What a reader sees of HTML, as plain text: paragraphs, lists, links in brackets; no pictures. */
export function htmlToText(html: string): ReadableText {
  const start = html.slice(0, cutAt(html, 0, MOST_HTML)).replaceAll(CUT, "");
  try {
    const text = convert(start);
    return { text: text.replaceAll(CUT, "…"), isWhole: html.length <= MOST_HTML && !text.includes(CUT) };
  } catch {
    // Nested so deep that the stack has no room for it.
    return { text: "", isWhole: false };
  }
}
