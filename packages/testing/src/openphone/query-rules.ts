import { badRequest, type ErrorDetail } from "./api-error.js";

/** What a query parameter may hold. */
export interface QueryRule {
  type: "string" | "integer" | "boolean" | "array";
  required?: boolean;
  /** A list: the key repeated (v1), or one value with commas (dated). */
  list?: { form: "repeat" | "comma"; max: number };
  isValid(value: string): boolean;
  expected: string;
}

export type QueryRules = Readonly<Record<string, QueryRule>>;

const E164 = /^\+[1-9]\d{1,14}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const matching = (pattern: RegExp, expected: string): QueryRule => ({
  type: "string",
  isValid: (value) => pattern.test(value),
  expected,
});

export const text: QueryRule = matching(/./, "non-empty string");
export const idOf = (prefix: string): QueryRule =>
  matching(new RegExp(`^${prefix}`), `string to match '^${prefix}(.*)$'`);
export const phone: QueryRule = matching(E164, "string to match '^\\+[1-9]\\d{1,14}$'");
/** The dated surface also has short codes and words such as `anonymous` for a party. */
export const party: QueryRule = matching(
  /^(\+[1-9]\d{1,14}|\d{3,8}|anonymous|blocked|restricted)$/i,
  "phone number, short code or anonymous party",
);
export const phoneOrNumberId: QueryRule = matching(/^(\+[1-9]\d{1,14}|PN.*)$/, "phone number or PN id");
export const instant: QueryRule = matching(INSTANT, "string to match 'date-time' format");
export const boolean: QueryRule = { ...matching(/^(true|false)$/, "boolean"), type: "boolean" };
export const oneOf = (...values: string[]): QueryRule => ({
  type: "string",
  isValid: (value) => values.includes(value),
  expected: `one of ${values.join(", ")}`,
});
export const pageSize = (max: number): QueryRule => ({
  type: "integer",
  isValid: (value) => /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= max,
  expected: `integer from 1 to ${max}`,
});
export const required = (rule: QueryRule): QueryRule => ({ ...rule, required: true });
export const repeated = (rule: QueryRule, max = Number.POSITIVE_INFINITY): QueryRule => ({
  ...rule,
  type: "array",
  list: { form: "repeat", max },
});
export const commaList = (rule: QueryRule, max = Number.POSITIVE_INFINITY): QueryRule => ({
  ...rule,
  type: "array",
  list: { form: "comma", max },
});

/** A query that kept its rules. */
export interface Query {
  get(name: string): string | undefined;
  list(name: string): readonly string[];
  /** Everything but the paging: a cursor is good for one such question only. */
  readonly question: string;
}

const PAGING = new Set(["maxResults", "pageToken", "limit", "after"]);

/**
 * Reads a query by its rules; a parameter without a rule is refused, so that a misspelt filter or an operator that
 * the endpoint does not have (`createdAt[gte]` on messages) is a 400 and not a wrong answer.
 */
export function readQuery(parameters: URLSearchParams, rules: QueryRules): Query {
  const values = new Map<string, string[]>();
  const errors: ErrorDetail[] = [];
  for (const name of new Set(parameters.keys())) {
    const rule = rules[name];
    const sent = parameters.getAll(name);
    if (rule === undefined) {
      errors.push({ path: `/${name}`, message: "Unexpected property", schema: { type: "never" } });
      continue;
    }
    const list = rule.list?.form === "comma" ? sent.flatMap((value) => value.split(",")) : sent;
    values.set(name, list);
    const max = rule.list?.max ?? 1;
    if (list.length > max || !list.every(rule.isValid)) errors.push(broken(name, rule, sent));
  }
  for (const [name, rule] of Object.entries(rules)) {
    if (rule.required && !values.has(name)) errors.push(broken(name, rule));
  }
  if (errors.length > 0) throw badRequest(...errors);
  const question = [...values].filter(([name]) => !PAGING.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    get: (name) => values.get(name)?.[0],
    list: (name) => values.get(name) ?? [],
    question: JSON.stringify(question),
  };
}

const broken = (name: string, rule: QueryRule, value?: readonly string[]): ErrorDetail => ({
  path: `/${name}`,
  message: value === undefined ? "Expected required property" : `Expected ${rule.expected}`,
  ...(value !== undefined && { value: value.length === 1 ? value[0] : value }),
  schema: { type: rule.type },
});
