import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuGrowth } from "../../../testing/src/clock/cpu-growth.js";
// By path: the test kit depends on the core, so the core cannot name it as a package.
import { fakeNotion } from "../../../testing/src/notion/fake-notion.js";
import type { Json } from "../json.js";
import type { Schema } from "../notion/schema.js";
import type { Call, Mail, MediaFile, Message } from "../record/activity.js";
import { type BodySection, sectionChunks, toggleBlock } from "./body.js";
import { columnsOf } from "./columns-of.js";
import { defaultMapping } from "./default-mapping.js";
import { acceptedTypes, encodeProperty } from "./encode-property.js";
import { project } from "./project.js";
import type { Meaning, MeaningValue } from "./property.js";

// Whatever an activity holds, what is sent must be a request that Notion takes: one that it refuses parks the
// activity. The strict fake Notion is the judge.

const nasty = fc.constantFrom(
  ...[
    "",
    " ",
    "\0",
    "\u0007",
    "\r\n",
    "\u2028",
    "\ufeff",
    "\u202e",
    "\u2066",
    "\ud800",
    "\udc00",
    "😀",
    "e\u0301",
  ],
  ...["__proto__", "constructor", "a,b", "+15555550123", "https://example.com/a?b=c", "javascript:alert(1)"],
  ...["2026-10-07T15:00:00Z", "2026-02-30", "1e400", "-0", "{}", "null", "dana@example.com", "\u0000\u0000"],
);
const text = fc.oneof(
  nasty,
  fc.string({ unit: "binary", maxLength: 300 }),
  fc
    .array(fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 20 })), { maxLength: 10 })
    .map((parts) => parts.join("")),
);
const longText = fc.oneof(
  { weight: 9, arbitrary: text },
  { weight: 1, arbitrary: fc.tuple(nasty, fc.nat(40_000)).map(([unit, times]) => unit.repeat(times)) },
);
const seconds = fc.oneof(fc.double(), fc.nat(10_000), fc.constantFrom(-1, 1e308, Number.MAX_SAFE_INTEGER));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const texts = fc.array(text, { maxLength: 120 });

/** Our own links are URLs, but the names and types of files are the sender's. */
const file = fc.record(
  {
    name: text,
    url: fc.webUrl({ withQueryParameters: true }),
    contentType: text,
    durationSeconds: seconds,
  },
  { requiredKeys: ["name"] },
) as fc.Arbitrary<MediaFile>;

const shared = {
  id: fc.oneof(fc.stringMatching(/^AC[0-9a-f]{32}$/), text),
  direction: maybe(fc.constantFrom("incoming", "outgoing")),
  status: text,
  phoneNumber: fc.record({ id: text, number: text, name: text }, { requiredKeys: [] }),
  user: fc.record({ id: text, name: text }, { requiredKeys: [] }),
  conversationId: maybe(text),
  link: maybe(text),
  counterparts: texts,
  from: maybe(text),
};

const call = fc.record({
  kind: fc.constant("call"),
  ...shared,
  to: maybe(text),
  participants: texts,
  startedAt: maybe(text),
  answeredAt: maybe(text),
  endedAt: maybe(text),
  durationSeconds: seconds,
  recordings: fc.array(file, { maxLength: 120 }),
  voicemail: maybe(fc.tuple(file, longText).map(([voicemail, transcript]) => ({ ...voicemail, transcript }))),
  summary: texts,
  nextSteps: texts,
  jobs: fc.constant([]),
  transcript: fc.array(fc.record({ start: seconds, end: seconds, speaker: text, content: longText }), {
    maxLength: 30,
  }),
}) as unknown as fc.Arbitrary<Call>;

const message = fc.record({
  kind: fc.constant("message"),
  ...shared,
  to: texts,
  text: longText,
  media: fc.array(file, { maxLength: 120 }),
  sentAt: maybe(text),
}) as unknown as fc.Arbitrary<Message>;

const mail = fc.record({
  kind: fc.constant("mail"),
  id: text,
  subject: longText,
  from: maybe(text),
  to: texts,
  cc: texts,
  body: longText,
  direction: maybe(fc.constantFrom("incoming", "outgoing")),
  sentAt: maybe(text),
  attachments: fc.array(file, { maxLength: 120 }),
  counterparts: texts,
}) as unknown as fc.Arbitrary<Mail>;

const TYPES = {
  title: "title",
  rich_text: "rich_text",
  phone_number: "phone_number",
  email: "email",
  url: "url",
  number: "number",
  date: "date",
  select: "select",
  multi_select: "multi_select",
  status: "status",
  checkbox: "checkbox",
  files: "files",
  relation: "relation",
} as const;

const notion = fakeNotion({
  databases: {
    calls: columnsOf(defaultMapping.calls),
    messages: columnsOf(defaultMapping.messages),
    mail: columnsOf(defaultMapping.mail),
    anything: Object.fromEntries(
      Object.keys(TYPES).map((type) => [
        type,
        { type, ...(type === "status" && { options: ["Done", "Open"] }) },
      ]),
    ),
    canvas: { Name: { type: "title" } },
  },
  window: false,
});
const contact = notion.addPage("canvas", { Name: "Avery Example" }).id;

async function send(
  method: string,
  path: string,
  body?: Json,
): Promise<{ status: number; answer: Record<string, Json> }> {
  const response = await notion.fetch(
    new Request(`https://api.notion.com${path}`, {
      method,
      headers: {
        authorization: "Bearer token",
        "notion-version": "2025-09-03",
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, answer: (await response.json()) as Record<string, Json> };
}

async function schemaOf(database: "calls" | "messages" | "mail" | "anything"): Promise<Schema> {
  const { dataSourceId } = notion.databases[database];
  const { answer } = await send("GET", `/v1/data_sources/${dataSourceId}`);
  const live = answer.properties as Record<
    string,
    { id: string; type: string; status?: { options: { name: string }[] } }
  >;
  const properties = Object.entries(live).map(([name, { id, type, status }]) => [
    name,
    { id, name, type, ...(status && { options: status.options.map((option) => option.name) }) },
  ]);
  return { dataSourceId, properties: Object.fromEntries(properties) };
}

/** Creates the page and appends its sections as the engine does; answers what Notion refused. */
async function refusals(
  schema: Schema,
  properties: Json,
  body: readonly BodySection[] = [],
): Promise<Json[]> {
  const page = await send("POST", "/v1/pages", {
    parent: { type: "data_source_id", data_source_id: schema.dataSourceId },
    properties,
  });
  const answers = [page];
  for (const section of body) {
    const [first = [], ...others] = sectionChunks(section);
    const toggle = await send("PATCH", `/v1/blocks/${String(page.answer.id)}/children`, {
      children: [toggleBlock(section.heading, first)] as unknown as Json,
    });
    answers.push(toggle);
    const [block] = (toggle.answer.results ?? []) as { id: string }[];
    for (const children of others) {
      answers.push(
        await send("PATCH", `/v1/blocks/${block?.id}/children`, { children: children as unknown as Json }),
      );
    }
  }
  return answers.filter(({ status }) => status !== 200).map(({ answer }) => answer.message ?? null);
}

describe("Notion takes the default mapping's projection of", () => {
  test.each([
    ["calls", call],
    ["messages", message],
    ["mail", mail],
  ] as const)("any %s", async (database, activity) => {
    const schema = await schemaOf(database);
    const canvas = fc.constantFrom(undefined, [], [contact]);
    await fc.assert(
      fc.asyncProperty(activity as fc.Arbitrary<Call & Message & Mail>, canvas, async (activity, canvas) => {
        const { properties, body } = project(
          activity,
          defaultMapping[database] as typeof defaultMapping.calls,
          schema,
          {
            canvas,
          },
        );
        expect(await refusals(schema, properties, body)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe("Notion takes any value that a property is said to take:", () => {
  const odd = nasty.map((piece) => `https://example.com/${piece}`);
  const fileLink = fc.record({ name: text, url: fc.oneof(odd, fc.webUrl()) });
  const values: { readonly [M in Meaning]: fc.Arbitrary<MeaningValue[M]> } = {
    id: text,
    title: longText,
    text: longText,
    phone: text,
    email: fc.oneof(text, fc.emailAddress()),
    date: fc.oneof(
      text,
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    ),
    select: text,
    multiSelect: texts,
    number: fc.double(),
    checkbox: fc.boolean(),
    url: fc.oneof(text, odd, fc.webUrl()),
    files: fc.array(fileLink, { maxLength: 120 }),
    relation: fc.constantFrom([], [contact], [contact, contact]),
  };

  test.each(Object.keys(values) as Meaning[])("%s", async (meaning) => {
    const schema = await schemaOf("anything");
    const type = fc.constantFrom(...acceptedTypes(meaning));
    await fc.assert(
      fc.asyncProperty(values[meaning] as fc.Arbitrary<never>, type, async (value, type) => {
        const encoded = encodeProperty(meaning, value, schema.properties[type]!);
        if (!encoded.ok) return;
        expect(await refusals(schema, { [type]: encoded.value })).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

describe("eight times as much", () => {
  const schemaFor = (names: readonly string[]): Schema => ({
    dataSourceId: "ds",
    properties: Object.fromEntries(names.map((name) => [name, { id: name, name, type: "rich_text" }])),
  });

  test.each([
    [
      "transcript lines",
      (size: number) => ({
        transcript: Array.from({ length: size }, (_, start) => ({
          start,
          end: start,
          speaker: "A",
          content: "yes",
        })),
      }),
    ],
    ["text without a break", (size: number) => ({ summary: ["x".repeat(size * 20)] })],
    [
      "white space",
      (size: number) => ({ status: `a${" ".repeat(size * 20)}b`, counterparts: [" \t".repeat(size * 10)] }),
    ],
    ["lone surrogates", (size: number) => ({ summary: ["\ud800".repeat(size * 20)] })],
    [
      "participants",
      (size: number) => ({
        participants: Array.from({ length: size }, (_, at) => `+1555${at}`),
        counterparts: Array.from({ length: size }, (_, at) => `+1555${at}`),
      }),
    ],
  ])("of %s does not take eight times eight times as long", async (_, part) => {
    const schema = schemaFor(Object.keys(defaultMapping.calls));
    const blank = {
      kind: "call",
      id: "AC1",
      status: "Answered",
      phoneNumber: {},
      user: {},
      counterparts: [],
      participants: [],
      durationSeconds: 0,
      recordings: [],
      summary: [],
      nextSteps: [],
      jobs: [],
      transcript: [],
    };
    const run = (size: number) => {
      const activity = { ...blank, ...part(size) } as unknown as Call;
      project(activity, defaultMapping.calls, schema, { canvas: undefined });
    };
    expect(await cpuGrowth(run, 4_000)).toBeLessThan(30);
  });
});
