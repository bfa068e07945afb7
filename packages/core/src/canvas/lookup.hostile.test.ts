import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuGrowth } from "../../../testing/src/clock/cpu-growth.js";
// By path: the test kit depends on the core, so the core cannot name it as a package.
import { fakeNotion } from "../../../testing/src/notion/fake-notion.js";
import type { SchemaProperty } from "../notion/schema.js";
import type { CountryCode } from "./country.js";
import { emailsIn, normaliseEmail } from "./email.js";
import { contactFilter } from "./lookup-filter.js";
import { normalisePhone, phonesIn } from "./phone.js";
import { propertyTexts } from "./property-text.js";

const COUNTRIES = ["US", "DE", "MX", "IT", "SG"] as CountryCode[];

/** Mostly what numbers are made of, in all scripts, and what they are not made of. */
const field = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "+1 (555) 555-0123",
        "+15555550123",
        "555.555.0124",
        "dana@example.com",
        "x42",
        "ext. 5",
        "/",
        ", ",
      ),
      fc.constantFrom(
        "٠١٢٣٤٥٦٧٨٩",
        "１２３４５６７",
        "०१२३",
        "−",
        "\u2013",
        "\u202a+1\u202c",
        "\u200b",
        "\ud835\udfce\ud835\udfcf",
        "①②",
      ),
      fc.constantFrom(
        "\ud800",
        "\udc00",
        "\0",
        "\n",
        "\t",
        "(((",
        "+++",
        ")))",
        "\ufeff",
        "\ufdfa",
        "@",
        "@@",
        "<",
        "mailto:",
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.stringMatching(/^[0-9+ ()./-]{0,20}$/),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("any text of a contact field", () => {
  test("gives numbers in E.164 or nothing", () => {
    fc.assert(
      fc.property(field, fc.constantFrom(undefined, ...COUNTRIES), (text, country) => {
        const phones = phonesIn(text, country);
        for (const phone of phones) expect(phone).toMatch(/^\+[1-9]\d{4,16}$/);
        expect(normalisePhone(text, country)).toBe(phones.length === 1 ? phones[0] : undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  test("gives addresses in lower case or nothing", () => {
    fc.assert(
      fc.property(field, (text) => {
        const emails = emailsIn(text);
        for (const email of emails) {
          expect(email).toBe(email.toLowerCase());
          expect(normaliseEmail(email)).toBe(email);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("is read from any property value, or left alone", () => {
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.oneof(field, fc.double(), fc.constant(null), fc.constant(undefined)),
        fc.array(tie("node"), { maxLength: 3 }),
        fc
          .tuple(
            fc.constantFrom(
              "title",
              "rich_text",
              "phone_number",
              "number",
              "formula",
              "rollup",
              "array",
              "__proto__",
              "constructor",
              "type",
            ),
            tie("node"),
          )
          .map(([type, content]) => ({ type, [type]: content })),
        fc.record({ plain_text: tie("node") }),
      ),
    })).node;
    fc.assert(
      fc.property(value, (value) => {
        for (const text of propertyTexts(value)) expect(text).toBeTypeOf("string");
      }),
      { numRuns: 1_000 },
    );
  });
});

const TYPES = ["title", "phone_number", "email", "url", "rich_text", "number"];

describe("the filter for a contact", async () => {
  const columns = Object.fromEntries(TYPES.map((type) => [type, { type }]));
  const notion = fakeNotion({ databases: { canvas: columns }, window: false });
  const { dataSourceId } = notion.databases.canvas;
  const ask = async (path: string, body?: object) => {
    const response = await notion.fetch(
      new Request(`https://api.notion.com/v1/data_sources/${dataSourceId}${path}`, {
        method: body ? "POST" : "GET",
        headers: {
          authorization: "Bearer token",
          "notion-version": "2025-09-03",
          "content-type": "application/json",
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  };
  const { answer } = await ask("");
  const live = Object.values(answer.properties as Record<string, SchemaProperty>);

  test("is one that Notion takes, for every identifier and every set of properties", async () => {
    const identifier = field.map((text) => phonesIn(text, "US" as CountryCode)[0] ?? emailsIn(text)[0]);
    const properties = fc.shuffledSubarray(live, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(identifier, properties, async (identifier, properties) => {
        if (identifier === undefined) return;
        const filter = contactFilter(identifier, { phone: properties, email: properties });
        if (filter === undefined) return;
        const { status, answer } = await ask("/query", { filter, page_size: 100 });
        expect([status, answer.message]).toEqual([200, undefined]);
      }),
      { numRuns: 500 },
    );
  });

  test("finds the row that the identifier was read from", async () => {
    const person = notion.addPage("canvas", { phone_number: "+1 (555) 555-0188", email: "Dana@example.com" });
    for (const identifier of ["+15555550188", "dana@example.com"]) {
      const filter = contactFilter(identifier, { phone: live, email: live });
      const { answer } = await ask("/query", { filter, page_size: 100 });
      expect((answer.results as { id: string }[]).map(({ id }) => id)).toContain(person.id);
    }
  });
});

describe("eight times as much text", () => {
  test.each([
    "1",
    "+",
    "(+ ",
    "+15555550123 ",
    "1-",
    "٣",
    "0/",
    " ",
    "\u200b",
    "\ufdfa",
    "@",
    "a@b.c,",
    "mailto:",
    "\ud800",
    "1-a@",
  ])("of %j does not take eight times eight times as long", async (piece) => {
    const look = (length: number) => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      phonesIn(text, "US" as CountryCode);
      emailsIn(text);
    };
    expect(await cpuGrowth(look, 500)).toBeLessThan(30);
  });
});
