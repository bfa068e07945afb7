import type * as z from "zod";
import { DATABASE } from "./environment.js";

/** A setting that is missing or wrong. Its value is not told: it may be a secret. */
export interface SettingProblem {
  name: string;
  missing: boolean;
  /** What it should hold. */
  holds: string;
}

export interface EnvironmentInspection<Values> {
  /** The settings that are right, defaults included, by environment name. */
  values: Partial<Values>;
  problems: SettingProblem[];
}

/**
 * Looks at every setting by itself: what `given` (by options) has wins over the environment; what is empty is not there.
 * At least one of the databases for calls and messages must be named.
 */
export function inspectEnvironment<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  given: Readonly<Record<string, string | undefined>>,
  environment: Readonly<Record<string, unknown>>,
): EnvironmentInspection<z.output<z.ZodObject<Shape>>> {
  const values: Record<string, unknown> = {};
  const problems: SettingProblem[] = [];
  for (const [name, one] of Object.entries<z.ZodType>(schema.shape as never)) {
    const text = textOf(given[name]) ?? textOf(environment[name]);
    const parsed = one.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ name, missing: text === undefined, holds: parsed.error.issues[0]?.message ?? "" });
  }
  const targets = ["NOTION_CALLS_DATABASE_ID", "NOTION_MESSAGES_DATABASE_ID"];
  if (targets.every((name) => values[name] === undefined)) {
    const wrong = new Set(problems.map(({ name }) => name));
    const holds = `${DATABASE} (at least one of calls and messages)`;
    for (const name of targets) if (!wrong.has(name)) problems.push({ name, missing: true, holds });
  }
  return { values: values as never, problems };
}

/** Bindings of other kinds are no settings. */
const textOf = (found: unknown): string | undefined =>
  (typeof found === "string" && found.trim()) || undefined;

/** One line for people: what is wrong, and what it should hold. */
export const problemLine = ({ name, missing, holds }: SettingProblem): string =>
  `${name} ${missing ? "is missing" : "is not valid"}: it should hold ${holds}.`;
