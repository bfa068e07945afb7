import type { ReadableBlock, ReadablePage } from "@openphone-notion/testing";
import type { Services } from "./services.ts";
import type { ExpectedRow } from "./traffic.ts";

const ID_COLUMN = { calls: "Call ID", messages: "Message ID" } as const;
const START_COLUMN = { calls: "Started At", messages: "Sent At" } as const;

/**
 * What is wrong with the databases, one line each: a row that is missing, doubled or tells something else, and a
 * file that is not whole. `url` is where the links of the files are answered.
 */
export async function findProblems(
  rows: readonly ExpectedRow[],
  { notion, contacts }: Services,
  url: string,
): Promise<string[]> {
  const problems: string[] = [];
  const pages = new Map<string, ReadablePage[]>();
  for (const database of ["calls", "messages"] as const) {
    for (const page of notion.pages(database)) {
      const id = `${database} ${String(page.values[ID_COLUMN[database]])}`;
      pages.set(id, [...(pages.get(id) ?? []), page]);
    }
    // Nobody but the sync itself throws pages away here, and it does so with doubles only.
    const trashed = notion.pages(database, { inTrash: true });
    for (const page of trashed)
      problems.push(`${String(page.values[ID_COLUMN[database]])}: a page was trashed`);
  }
  for (const row of rows) {
    const found = pages.get(`${row.database} ${row.id}`) ?? [];
    pages.delete(`${row.database} ${row.id}`);
    const [page] = found;
    if (page === undefined || found.length > 1) {
      problems.push(`${row.id}: ${found.length} pages instead of one`);
      continue;
    }
    const differences = [
      ...wrongValues(row, page, contacts),
      ...wrongTranscript(row, page),
      ...(await wrongFiles("Recording", row.recordings, page, url)),
      ...(await wrongFiles("Voicemail", row.voicemail ? [row.voicemail] : [], page, url)),
    ];
    problems.push(...differences.map((difference) => `${row.id}: ${difference}`));
  }
  for (const id of pages.keys()) problems.push(`${id}: a page of nothing that was sent`);
  return problems;
}

function wrongValues(row: ExpectedRow, page: ReadablePage, contacts: ReadonlyMap<string, string>): string[] {
  const { [START_COLUMN[row.database]]: startedAt, Canvas: canvas } = page.values;
  const expected = Object.entries(row.values).filter(([column, value]) => page.values[column] !== value);
  const problems = expected.map(
    ([column, value]) => `${column} is ${shown(page.values[column])} instead of ${shown(value)}`,
  );
  if (Date.parse(String(startedAt)) !== Date.parse(row.startedAt))
    problems.push(`starts at ${shown(startedAt)}`);
  const contact = contacts.get(row.counterpart);
  if (JSON.stringify(canvas) !== JSON.stringify(contact === undefined ? [] : [contact])) {
    problems.push(`Canvas is ${shown(canvas)} instead of ${shown(contact)}`);
  }
  return problems;
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 80);

/** The column and, where it is too small, the toggle in the page body are the transcript together. */
function wrongTranscript(row: ExpectedRow, page: ReadablePage): string[] {
  if (row.database === "messages") return [];
  const toggles = page.children.filter((block) => block.text === "Transcript, continued");
  if (toggles.length > 1) return [`${toggles.length} toggles with the rest of the transcript`];
  const others = page.children.filter((block) => !toggles.includes(block));
  const text =
    String(page.values.Transcript ?? "") + toggles.flatMap((toggle) => toggle.children.map(textOf)).join("");
  // Each line begins with its time and who speaks.
  const said = text === "" ? [] : text.split("\n").map((line) => line.replace(/^\[[\d:]+\] [^:]+: /, ""));
  if (said.length !== row.transcript.length)
    return [`${said.length} lines of transcript instead of ${row.transcript.length}`];
  if (said.some((line, at) => line !== row.transcript[at])) return ["the transcript says something else"];
  return wrongBody(row, others);
}

/** A page made when all was known has players and the dialogue in its body; one whose parts came late has neither. */
function wrongBody(row: ExpectedRow, blocks: readonly ReadableBlock[]): string[] {
  const players = blocks.filter(({ type }) => type === "audio");
  const files = row.recordings.length + (row.voicemail ? 1 : 0);
  if (players.length > files) return [`${players.length} players for ${files} files`];
  const dialogues = blocks.filter(({ type, text }) => type === "toggle" && text === "Transcript");
  if (dialogues.length > 1) return [`${dialogues.length} toggles with the dialogue`];
  if (blocks.length > players.length + dialogues.length) return ["blocks of nothing that was said"];
  const [dialogue] = dialogues;
  if (!dialogue) return [];
  // Lines of one speaker are joined, and long ones go on in the next paragraph.
  const shown = unspaced(dialogue.children.map(textOf).join(""));
  let end = 0;
  for (const line of row.transcript.map(unspaced)) {
    const start = shown.indexOf(line, end);
    if (start === -1) return ["the dialogue says something else"];
    end = start + line.length;
  }
  return [];
}

const unspaced = (text: string): string => text.replace(/\s+/g, "");

const textOf = (block: ReadableBlock): string => block.text;

async function wrongFiles(
  column: string,
  expected: readonly Uint8Array[],
  page: ReadablePage,
  url: string,
): Promise<string[]> {
  if (page.values[column] === undefined) return expected.length === 0 ? [] : [`no column ${column}`];
  const files = page.values[column] as readonly { url: string }[];
  const contents = await Promise.all(
    files.map(async (file) => {
      const { pathname, search } = new URL(file.url);
      const answer = await fetch(url + pathname + search);
      return answer.ok
        ? Buffer.from(await answer.arrayBuffer()).toString("base64")
        : `status ${answer.status}`;
    }),
  );
  const wanted = expected.map((bytes) => Buffer.from(bytes).toString("base64"));
  const same = JSON.stringify(contents.sort()) === JSON.stringify(wanted.sort());
  return same
    ? []
    : [`${column}: ${contents.length} files, not the ${wanted.length} that were made, byte for byte`];
}
