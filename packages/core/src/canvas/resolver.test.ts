import { beforeEach, describe, expect, it } from "vitest";
import type { Schema } from "../notion/schema.js";
import type { CanvasEntry } from "../ports/state-store.js";
import { SyncError } from "../sync-error.js";
import type { ContactPage, ContactQuery } from "./find-contacts.js";
import { type CanvasResolverOptions, createCanvasResolver } from "./resolver.js";

const DANA = "+15555550123";
const LEE = "+15555550124";

const schema: Schema = {
  dataSourceId: "ds",
  properties: Object.fromEntries(
    Object.entries({ Name: "title", Phone: "phone_number", Email: "email", "Other phone": "rich_text" }).map(
      ([name, type]) => [name, { id: `id-${name}`, name, type }],
    ),
  ),
};

type Contact = { id: string; phone?: string; other?: string; email?: string; trashed?: boolean };

const page = ({ id, phone, other, email, trashed }: Contact): ContactPage => ({
  id,
  ...(trashed && { in_trash: true }),
  properties: {
    Name: { id: "title", type: "title", title: [{ plain_text: id }] },
    Phone: { id: "id-Phone", type: "phone_number", phone_number: phone ?? null },
    Email: { id: "id-Email", type: "email", email: email ?? null },
    "Other phone": { id: "id-Other phone", type: "rich_text", rich_text: [{ plain_text: other ?? "" }] },
  },
});

/** Judges a condition as Notion does: text by text, nothing normalised. */
function matches({ properties }: ContactPage, filter: unknown): boolean {
  const { or } = filter as { or: { property: string; [type: string]: unknown }[] };
  const textOf: Record<string, string> = {};
  for (const value of Object.values(properties) as Record<string, unknown>[]) {
    const content = value[String(value.type)];
    textOf[String(value.id)] = Array.isArray(content) ? content[0].plain_text : String(content ?? "");
  }
  return or.some(({ property, ...condition }) => {
    const [test] = Object.values(condition) as { contains?: string; equals?: string }[];
    const text = textOf[property] ?? "";
    return test?.contains === undefined ? text === test?.equals : text.includes(test.contains);
  });
}

/** Oldest first. */
let contacts: Contact[];
let now: number;
let queries: Parameters<ContactQuery>[0][];
let stored: Map<string, CanvasEntry>;
let failure: Error | undefined;
let pageSize: number;

const query: ContactQuery = async (body) => {
  queries.push(body);
  await Promise.resolve();
  if (failure) throw failure;
  const found = contacts.map(page).filter((contact) => matches(contact, body.filter));
  const from = Number(body.start_cursor ?? 0);
  const next = from + pageSize;
  const more = found.length > next;
  return { results: found.slice(from, next), has_more: more, next_cursor: more ? String(next) : null };
};

const store = {
  async readCanvas(identifiers: readonly string[], at: number) {
    return identifiers
      .flatMap((identifier) => stored.get(identifier) ?? [])
      .filter((entry) => entry.expiresAt > at);
  },
  async writeCanvas(entries: readonly CanvasEntry[]) {
    for (const entry of entries) stored.set(entry.identifier, entry);
  },
};

const create = (options: Partial<CanvasResolverOptions> = {}) =>
  createCanvasResolver({
    query,
    schema: async () => schema,
    store,
    clock: { now: () => now, after: () => () => {} },
    defaultCountry: "US",
    ...options,
  });

beforeEach(() => {
  contacts = [
    { id: "dana", phone: "(555) 555-0123", email: "Dana <dana@example.com>" },
    { id: "lee", other: "office 555.555.0124 x7" },
  ];
  now = 1_000_000;
  queries = [];
  stored = new Map();
  failure = undefined;
  pageSize = 100;
});

describe("an answer", () => {
  it("finds a contact by number, however it is written and wherever it is kept", async () => {
    const canvas = create();
    expect(await canvas.resolve([DANA])).toEqual({ status: "found", pageIds: ["dana"] });
    expect(await canvas.resolve([LEE])).toEqual({ status: "found", pageIds: ["lee"] });
  });

  it("finds a contact by e-mail address", async () => {
    expect(await create().resolve(["dana@example.com"])).toEqual({ status: "found", pageIds: ["dana"] });
  });

  it("is none for a number that only ends alike", async () => {
    expect(await create().resolve(["+15555990123"])).toEqual({ status: "none", pageIds: [] });
    expect(await create().resolve(["+445555550123"])).toEqual({ status: "none", pageIds: [] });
    expect(queries).toHaveLength(2);
  });

  it("leaves pages in the trash out", async () => {
    contacts = [{ id: "dana", phone: DANA, trashed: true }];
    expect((await create().resolve([DANA])).status).toBe("none");
  });

  it("is none, without asking, for what is neither number nor address", async () => {
    expect(await create().resolve(["anonymous", "Restricted", "12345", ""])).toEqual({
      status: "none",
      pageIds: [],
    });
    expect(await create().resolve([])).toEqual({ status: "none", pageIds: [] });
    expect(queries).toEqual([]);
  });

  it("looks through every page of candidates, oldest first", async () => {
    pageSize = 2;
    contacts = [
      ...Array.from({ length: 5 }, (_, index) => ({ id: `other${index}`, phone: `+1555999012${index}0123` })),
      { id: "dana", phone: DANA },
    ];
    expect((await create().resolve([DANA])).pageIds).toEqual(["dana"]);
    expect(queries.map(({ start_cursor }) => start_cursor)).toEqual([undefined, "2", "4"]);
    expect(queries[0]).toMatchObject({
      page_size: 100,
      sorts: [{ timestamp: "created_time", direction: "ascending" }],
    });
  });

  it("still knows a property that was renamed since the schema was read", async () => {
    const renamed: ContactQuery = async () => ({
      results: [
        { id: "dana", properties: { Mobile: { id: "id-Phone", type: "phone_number", phone_number: DANA } } },
      ],
      has_more: false,
    });
    expect((await create({ query: renamed }).resolve([DANA])).pageIds).toEqual(["dana"]);
  });

  it("looks only where the user says", async () => {
    const canvas = create({ properties: { phone: ["Phone"] } });
    expect((await canvas.resolve([LEE])).status).toBe("none");
  });
});

describe("two people with one number", () => {
  beforeEach(() => {
    contacts = [
      { id: "first", phone: "555-555-0123" },
      { id: "second", other: "home +1 555 555 0123 / 555-555-0124" },
    ];
  });

  it("link the older one by default", async () => {
    expect(await create().resolve([DANA])).toEqual({ status: "found", pageIds: ["first"] });
  });

  it("link both, or none, when asked to; what is remembered does not depend on it", async () => {
    expect((await create({ policy: "all" }).resolve([DANA])).pageIds).toEqual(["first", "second"]);
    expect(await create({ policy: "none" }).resolve([DANA])).toEqual({ status: "none", pageIds: [] });
    expect((await create({ policy: "none" }).resolve([LEE])).pageIds).toEqual(["second"]);
    expect(queries).toHaveLength(2);
  });
});

describe("a group", () => {
  it("links everyone of it once", async () => {
    contacts.push({ id: "both", phone: "555-555-0125, 555-555-0126" });
    const { status, pageIds } = await create().resolve([DANA, LEE, "+15555550125", "+15555550126", "12345"]);
    expect(status).toBe("found");
    expect(pageIds).toEqual(["dana", "lee", "both"]);
  });

  it("is unknown as long as one of it is, with those who are known", async () => {
    const canvas = create();
    await canvas.resolve([DANA]);
    failure = new SyncError("notion_unavailable", "down", { retry: "now" });
    expect(await canvas.resolve([DANA, LEE])).toEqual({
      status: "unknown",
      pageIds: ["dana"],
      cause: failure,
    });
  });
});

describe("an error", () => {
  it("is unknown, never none, and is not remembered", async () => {
    const canvas = create();
    failure = new SyncError("notion_rate_limited", "slow", { retry: "after", retryAfterMs: 1_000 });
    expect(await canvas.resolve([DANA])).toEqual({ status: "unknown", pageIds: [], cause: failure });
    expect(stored.size).toBe(0);
    failure = undefined;
    expect((await canvas.resolve([DANA])).status).toBe("found");
  });

  it("may come from the schema, the store or anything else", async () => {
    const broken = () => Promise.reject(new TypeError("x"));
    for (const options of [
      { schema: broken },
      { store: { ...store, readCanvas: broken } },
      { query: broken },
    ]) {
      const answer = await create(options).resolve([DANA]);
      expect(answer).toMatchObject({ status: "unknown", pageIds: [], cause: { code: "internal" } });
    }
  });

  it("names properties that Notion cannot filter, or that do not exist", async () => {
    const rollup: Schema = { dataSourceId: "ds", properties: { R: { id: "r", name: "R", type: "rollup" } } };
    for (const name of ["R", "Gone"]) {
      const canvas = create({ schema: async () => rollup, properties: { phone: [name] } });
      expect(await canvas.resolve([DANA])).toMatchObject({
        status: "unknown",
        cause: { code: "invalid_configuration", retry: "never" },
      });
    }
  });

  it("in keeping an answer does not spoil it", async () => {
    const writeCanvas = () => Promise.reject(new Error("full"));
    expect((await create({ store: { ...store, writeCanvas } }).resolve([DANA])).status).toBe("found");
  });
});

describe("what is remembered", () => {
  it("is shared by look-ups at the same time", async () => {
    const canvas = create();
    const answers = await Promise.all([
      canvas.resolve([DANA]),
      canvas.resolve([DANA, LEE]),
      canvas.resolve([DANA]),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["found", "found", "found"]);
    expect(queries).toHaveLength(2);
  });

  it("serves later look-ups, of this process and of the next", async () => {
    await create().resolve([DANA]);
    const next = create();
    await next.resolve([DANA]);
    stored.clear();
    expect((await next.resolve([DANA])).pageIds).toEqual(["dana"]);
    expect(queries).toHaveLength(1);
  });

  it("is believed for a day when somebody was found, for ten minutes when nobody was", async () => {
    const canvas = create();
    const nobody = "+15555550199";
    await canvas.resolve([DANA, nobody]);
    now += 599_999;
    await canvas.resolve([DANA, nobody]);
    expect(queries).toHaveLength(2);
    contacts.push({ id: "new", phone: nobody });
    now += 1;
    expect((await canvas.resolve([DANA, nobody])).pageIds).toEqual(["dana", "new"]);
    expect(queries).toHaveLength(3);
    now = 1_000_000 + 86_400_000;
    await canvas.resolve([DANA]);
    expect(queries).toHaveLength(4);
  });
});
