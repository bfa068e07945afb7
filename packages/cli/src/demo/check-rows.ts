import type { ExpectedMail, ExpectedRow, ReadablePage } from "@openphone-notion/testing";
import { ACTIVITY_DATABASES, type DemoStage } from "./stage.js";

/** What became of one expected row; `problems` is empty when all is as it should be. */
export interface CheckedRow {
  expected: ExpectedRow | ExpectedMail;
  page: ReadablePage | undefined;
  problems: string[];
}

type Check = [what: string, actual: unknown, wanted: unknown];

const ID_COLUMN = { calls: "Call ID", messages: "Message ID", mail: "Message ID" } as const;

/** Holds what the fake Notion shows against what the morning must lead to. */
export function checkRows({ notion, morning }: Pick<DemoStage, "notion" | "morning">): {
  rows: CheckedRow[];
  strays: number;
} {
  const contactNames = new Map(notion.pages("canvas").map((page) => [page.id, page.values.Name]));
  const rows = [...morning.expected, ...morning.expectedMails].map((expected): CheckedRow => {
    const id = expected.key.slice(expected.key.indexOf(":") + 1);
    const pages = notion
      .pages(expected.database)
      .filter((page) => page.values[ID_COLUMN[expected.database]] === id);
    const [page] = pages;
    if (!page) return { expected, page, problems: ["missing"] };
    const problems = pages.length > 1 ? [`${pages.length} pages`] : [];
    return { expected, page, problems: [...problems, ...differences(expected, page, contactNames)] };
  });
  const pages = activityPages(notion).length;
  const found = rows.filter((row) => row.page).length;
  return { rows, strays: Math.max(0, pages - found) };
}

/** All that the fake Notion shows of activities. */
export const activityPages = (notion: DemoStage["notion"]): readonly ReadablePage[] =>
  ACTIVITY_DATABASES.flatMap((database) => notion.pages(database));

function differences(
  expected: ExpectedRow | ExpectedMail,
  { values }: ReadablePage,
  contactNames: ReadonlyMap<string, unknown>,
): string[] {
  const count = (name: string) => (Array.isArray(values[name]) ? values[name].length : 0);
  const text = (name: string) => String(values[name] ?? "");
  const ofMail = ({ attachments }: ExpectedMail): Check[] => [
    ["attachments", count("Attachments"), attachments],
    ["subject and body", text("Subject") !== "" && text("Body") !== "", true],
  ];
  const ofRow = (row: ExpectedRow): Check[] => [
    ["status", values.Status, row.status],
    ["recordings", count("Recording"), row.recordings ?? 0],
    ["voicemail", count("Voicemail") > 0, row.voicemail ?? false],
    ["summary", text("Summary") !== "", row.summary ?? false],
    ["transcript", text("Transcript").split("\n").filter(Boolean).length, row.transcriptLines ?? 0],
    ["media", count("Media"), row.media ?? 0],
    ["text", text("Content").length, row.textLength ?? 0],
  ];
  const contacts = ((values.Canvas ?? []) as readonly string[]).map((id) => contactNames.get(id));
  const checks: Check[] = [
    ["direction", text("Direction").toLowerCase(), expected.direction],
    ["contact", contacts.join(), expected.contact ?? ""],
    ...(expected.database === "mail" ? ofMail(expected) : ofRow(expected)),
  ];
  return checks
    .filter(([, actual, wanted]) => actual !== wanted)
    .map(([what, actual, wanted]) => `${what}: ${String(actual)} instead of ${String(wanted)}`);
}
