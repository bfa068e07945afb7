import type { PlainValue, ReadablePage } from "@openphone-notion/testing";
import type { ColumnNames } from "./databases.ts";
import type { Findings } from "./findings.ts";
import type { Notion } from "./notion-link.ts";
import type { Contact, PeopleModel } from "./people-model.ts";
import type { Expected, Story, Told } from "./story.ts";

/** Holds one activity's page against what really happened, once the storm is long over. */
export function checkPage(
  story: Story,
  told: ReadonlySet<Told>,
  world: { notion: Notion; names: ColumnNames; people: PeopleModel; findings: Findings },
): ReadablePage | undefined {
  const { notion, names, people, findings } = world;
  const { database, key } = story;
  const id = key.slice(key.indexOf(":") + 1);
  const [page, ...others] = notion.pages(database).filter((each) => names.id(database, each) === id);
  if (others.length > 0) findings.add("two-live-pages", `${key} at the end`);
  // What a person threw away stays as it was then, even when it is fetched back.
  if (people.trashedIds.has(id)) return undefined;
  if (!page) {
    findings.add("no-page", key);
    return undefined;
  }
  const typed = people.pages.get(page.id)?.mapped;
  for (const [column, expected] of Object.entries(story.expected(told))) {
    const shown = names.value(database, page, column);
    if (shown === undefined) continue;
    const plain = column === "Transcript" ? withBody(page, shown) : plainly(column, shown);
    if (fits(plain, expected) || typed?.get(column)?.some((value) => value === shown)) continue;
    findings.add("column-differs", `${key} "${column}": ${brief(plain)}, not ${brief(valuesOf(expected))}`);
  }
  checkContact(story, page, world);
  return page;
}

const valuesOf = (expected: Expected): readonly PlainValue[] =>
  "is" in expected ? [expected.is] : expected.among;

const fits = (shown: PlainValue, expected: Expected): boolean =>
  valuesOf(expected).some((value) => value === shown || (value === null && shown === ""));

/** Files as their number, times as milliseconds. */
function plainly(column: string, shown: PlainValue): PlainValue {
  if (/ At$/.test(column) && typeof shown === "string") return Date.parse(shown);
  if (["Recording", "Voicemail", "Media"].includes(column)) return Array.isArray(shown) ? shown.length : 0;
  return shown;
}

/** A long text goes on in a toggle of ours, which keeps the name that the column had when it was written. */
function withBody(page: ReadablePage, shown: PlainValue): PlainValue {
  const toggles = page.children.filter(({ type, text }) => type === "toggle" && text.endsWith(", continued"));
  return [shown ?? "", ...toggles.flatMap(({ children }) => children.map(({ text }) => text))].join("");
}

/**
 * What the contacts say once all is quiet: whoever is there and has the number, of several the oldest. Notion tells ages to
 * the minute, so among those of one minute either is right.
 */
function checkContact(
  { key, database, counterparts }: Story,
  page: ReadablePage,
  { names, people, findings }: { names: ColumnNames; people: PeopleModel; findings: Findings },
): void {
  const linked = (names.value(database, page, "Canvas") ?? []) as readonly string[];
  const holders = people.contacts.filter(
    ({ numbers, trashed }) => !trashed && numbers.some((number) => counterparts.includes(number)),
  );
  const minuteOf = ({ createdAt }: Contact) => Math.floor(createdAt / 60_000);
  const oldest = Math.min(...holders.map(minuteOf));
  const right = holders.filter((contact) => minuteOf(contact) === oldest).map(({ pageId }) => pageId);
  const fits = right.length === 0 ? linked.length === 0 : linked.length === 1 && right.includes(linked[0]!);
  if (!fits) findings.add("contact-differs", `${key} is linked to [${linked}], not to one of [${right}]`);
}

const brief = (value: PlainValue | readonly PlainValue[]): string => {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length})` : text;
};
