import { printable } from "./printable.js";

const WIDEST = 44;

/** Plain columns under a header; cells are cut to fit, the last column only if `cutLast`. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { cutLast = true }: { cutLast?: boolean } = {},
): string[] {
  const cut = (text: string, column: number) =>
    text.length > WIDEST && (cutLast || column < header.length - 1) ? `${text.slice(0, WIDEST - 1)}…` : text;
  const cells = [header, ...rows].map((row) =>
    row.map((cell, column) => cut(printable(cell.replace(/\s+/g, " ")), column)),
  );
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const [first = [], ...rest] = cells;
  const rule = widths.map((width) => "─".repeat(Math.min(width, WIDEST))).join("  ");
  return [line(first), rule, ...rest.map(line)];
}
