import type { ExpectedRow, ReadablePage } from "@openphone-notion/testing";
import type { DemoStage } from "./stage.js";

/** What became of one expected row; `problems` is empty when all is as it should be. */
export interface CheckedRow {
  expected: ExpectedRow;
  page: ReadablePage | undefined;
  problems: string[];
}

const ID_COLUMN = { calls: "Call ID", messages: "Message ID" } as const;

/** Holds what the fake Notion shows against what the morning must lead to. */
export function checkRows({ notion, morning }: Pick<DemoStage, "notion" | "morning">): {
  rows: CheckedRow[];
  strays: number;
} {
  const contactNames = new Map(notion.pages("canvas").map((page) => [page.id, page.values.Name]));
  const rows = morning.expected.map((expected): CheckedRow => {
    const id = expected.key.slice(expected.key.indexOf(":") + 1);
    const pages = notion
      .pages(expected.database)
      .filter((page) => page.values[ID_COLUMN[expected.database]] === id);
    const [page] = pages;
    if (!page) return { expected, page, problems: ["missing"] };
    const problems = pages.length > 1 ? [`${pages.length} pages`] : [];
    return { expected, page, problems: [...problems, ...differences(expected, page, contactNames)] };
  });
  const pages = notion.pages("calls").length + notion.pages("messages").length;
  const found = rows.filter((row) => row.page).length;
  return { rows, strays: Math.max(0, pages - found) };
}

function differences(
  expected: ExpectedRow,
  { values }: ReadablePage,
  contactNames: ReadonlyMap<string, unknown>,
): string[] {
  const count = (name: string) => (Array.isArray(values[name]) ? values[name].length : 0);
  const text = (name: string) => String(values[name] ?? "");
  const contacts = ((values.Canvas ?? []) as readonly string[]).map((id) => contactNames.get(id));
  const checks: [string, unknown, unknown][] = [
    ["status", values.Status, expected.status],
    ["direction", text("Direction").toLowerCase(), expected.direction],
    ["contact", contacts.join(), expected.contact ?? ""],
    ["recordings", count("Recording"), expected.recordings ?? 0],
    ["voicemail", count("Voicemail") > 0, expected.voicemail ?? false],
    ["summary", text("Summary") !== "", expected.summary ?? false],
    ["transcript", text("Transcript").split("\n").filter(Boolean).length, expected.transcriptLines ?? 0],
    ["media", count("Media"), expected.media ?? 0],
    ["text", text("Content").length, expected.textLength ?? 0],
  ];
  return checks
    .filter(([, actual, wanted]) => actual !== wanted)
    .map(([what, actual, wanted]) => `${what}: ${String(actual)} instead of ${String(wanted)}`);
}
