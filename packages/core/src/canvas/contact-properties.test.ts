import { expect, it } from "vitest";
import type { Schema } from "../notion/schema.js";
import { findContactProperties } from "./contact-properties.js";

const schemaOf = (types: Record<string, string>): Schema => ({
  dataSourceId: "ds",
  properties: Object.fromEntries(
    Object.entries(types).map(([name, type], index) => [name, { id: `p${index}`, name, type }]),
  ),
});

const find = (types: Record<string, string>, named?: Parameters<typeof findContactProperties>[1]) => {
  const { phone, email } = findContactProperties(schemaOf(types), named);
  return { phone: phone.map(({ name }) => name), email: email.map(({ name }) => name) };
};

it("takes every property of the fitting type, whatever its name", () => {
  expect(find({ Name: "title", A: "phone_number", B: "phone_number", C: "email" })).toEqual({
    phone: ["A", "B"],
    email: ["C"],
  });
});

it("takes text and numbers whose name sounds like it", () => {
  const types = {
    Name: "title",
    Mobile: "rich_text",
    "Cell 2": "number",
    Tel: "rich_text",
    Téléphone: "rich_text",
    WhatsApp: "url",
    Fax: "rich_text",
    "Other e-mail": "rich_text",
    Hotel: "rich_text",
    Cancelled: "rich_text",
    Notes: "rich_text",
    "Phone status": "select",
    "Phone digits": "formula",
    "Company phone": "rollup",
  };
  expect(find(types)).toEqual({
    phone: ["Mobile", "Cell 2", "Tel", "Téléphone", "WhatsApp", "Fax"],
    email: ["Other e-mail"],
  });
});

it("falls back on the title, last", () => {
  expect(find({ Notes: "rich_text", Contact: "title" })).toEqual({ phone: ["Contact"], email: ["Contact"] });
  expect(find({ "Phone number": "title", Mail: "email" })).toEqual({
    phone: ["Phone number"],
    email: ["Mail"],
  });
});

it("takes only what the user names, of any type", () => {
  const types = { Name: "title", Phone: "phone_number", Digits: "formula", Mail: "email" };
  expect(find(types, { phone: ["Digits"] })).toEqual({ phone: ["Digits"], email: ["Mail"] });
  expect(find(types, { phone: [" digits"], email: ["MAIL"] })).toEqual({
    phone: ["Digits"],
    email: ["Mail"],
  });
});

it("refuses a name that does not exist", () => {
  expect(() => find({ Name: "title" }, { phone: ["Phone"] })).toThrow(/no property "Phone"/);
});
