import stringWidth from "string-width";
import { printable } from "./printable.js";

/** Columns of the terminal. */
const WIDEST = 44;

const graphemes = new Intl.Segmenter();

/** Plain columns under a header; cells are cut to fit, the last column only if `cutLast`. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { cutLast = true }: { cutLast?: boolean } = {},
): string[] {
  const cells = [header, ...rows].map((row) =>
    row.map((cell, column) => {
      const text = printable(cell.replace(/\s+/g, " "));
      return cutLast || column < header.length - 1 ? cut(text) : text;
    }),
  );
  const widths = header.map((_, column) => Math.max(...cells.map((row) => stringWidth(row[column] ?? ""))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - stringWidth(cell)))
      .join("  ")
      .trimEnd();
  const [first = [], ...rest] = cells;
  const rule = widths.map((width) => "─".repeat(Math.min(width, WIDEST))).join("  ");
  return [line(first), rule, ...rest.map(line)];
}

/** No wider than a column may be, and no character is broken: not an emoji of several parts either. */
function cut(text: string): string {
  if (stringWidth(text) <= WIDEST) return text;
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    if (stringWidth(kept + segment) >= WIDEST) break;
    kept += segment;
  }
  return `${kept}…`;
}
