import { expect, it } from "vitest";
import { propertyTexts } from "./property-text.js";

const rich = (...texts: string[]) => texts.map((plain_text) => ({ type: "text", plain_text }));

it.each<[string, unknown, string[]]>([
  ["a phone number", { type: "phone_number", phone_number: "+15555550123" }, ["+15555550123"]],
  ["an e-mail address", { type: "email", email: "dana@example.com" }, ["dana@example.com"]],
  ["a link", { type: "url", url: "tel:+15555550123" }, ["tel:+15555550123"]],
  ["a title", { type: "title", title: rich("Dana ", "Lee") }, ["Dana Lee"]],
  [
    "text whose formatting splits the number",
    { type: "rich_text", rich_text: rich("555-55", "5-0123") },
    ["555-555-0123"],
  ],
  ["a number", { type: "number", number: 15555550123 }, ["15555550123"]],
  ["a formula", { type: "formula", formula: { type: "string", string: "5555550123" } }, ["5555550123"]],
  [
    "a formula that counts",
    { type: "formula", formula: { type: "number", number: 5555550123 } },
    ["5555550123"],
  ],
  [
    "a rollup",
    {
      type: "rollup",
      rollup: {
        type: "array",
        array: [
          { type: "phone_number", phone_number: "1" },
          { type: "rich_text", rich_text: rich("2") },
        ],
      },
    },
    ["1", "2"],
  ],
  ["an empty value", { type: "phone_number", phone_number: null }, []],
  ["a type without text", { type: "checkbox", checkbox: true }, []],
  ["a rollup that is not whole", { type: "rollup", rollup: { type: "incomplete", incomplete: {} } }, []],
  ["nothing", null, []],
  ["something else", "x", []],
  ["odd items", { type: "rich_text", rich_text: [null, { plain_text: 1 }] }, [""]],
])("reads %s", (_name, value, texts) => {
  expect(propertyTexts(value)).toEqual(texts);
});
