import type { Schema, SchemaProperty } from "../notion/schema.js";
import { SyncError } from "../sync-error.js";

/** Names of the properties that hold numbers and addresses; those of a kind that is absent are found by type and name. */
export interface NamedProperties {
  phone?: readonly string[];
  email?: readonly string[];
}

/** The properties of the Canvas database that may hold a contact's numbers and addresses. */
export interface ContactProperties {
  phone: readonly SchemaProperty[];
  email: readonly SchemaProperty[];
}

/**
 * Types that hold what people type. Formulas and rollups must be named: the schema does not say what they yield, and
 * the numbers of a contact's company are not his.
 */
const WRITTEN = new Set(["rich_text", "title", "url", "number"]);

const PHONE_NAME = /phone|mobile|m[oó]vil|\bcel|\bt[eé]l|\bfax|\bnumbers?\b|whats ?app/i;
const EMAIL_NAME = /mail/i;

/**
 * Where to look for numbers and addresses: the properties named by the user, else those of the fitting type
 * and those whose name sounds like it, else the title. A named property that does not exist is an error.
 */
export function findContactProperties(schema: Schema, named: NamedProperties = {}): ContactProperties {
  return {
    phone: named.phone ? byName(schema, named.phone) : bySound(schema, "phone_number", PHONE_NAME),
    email: named.email ? byName(schema, named.email) : bySound(schema, "email", EMAIL_NAME),
  };
}

function byName(schema: Schema, names: readonly string[]): SchemaProperty[] {
  const plain = (name: string) => name.trim().toLowerCase();
  return names.map((name) => {
    const alike = Object.values(schema.properties).find((property) => plain(property.name) === plain(name));
    const property = schema.properties[name] ?? alike;
    if (property) return property;
    throw new SyncError(
      "invalid_configuration",
      `The Canvas database has no property "${name}"; correct the name in the Canvas options.`,
      { retry: "never" },
    );
  });
}

function bySound(schema: Schema, type: string, name: RegExp): SchemaProperty[] {
  const all = Object.values(schema.properties);
  const fitting = all.filter(
    (property) => property.type === type || (WRITTEN.has(property.type) && name.test(property.name)),
  );
  return fitting.length > 0 ? fitting : all.filter((property) => property.type === "title");
}
