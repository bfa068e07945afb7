import { asEnvironment, BUCKET, DATABASE, ENVIRONMENT, S3_KEYS, type Values } from "./environment.js";
import type { NodeSyncOptions } from "./options.js";

/** A setting that is missing or wrong. Its value is not told: it may be a secret. */
export interface SettingProblem {
  name: string;
  missing: boolean;
  /** What it should hold. */
  holds: string;
}

export interface Inspection {
  /** The settings that are right, defaults included, by environment name. */
  values: Partial<Values>;
  problems: SettingProblem[];
}

/** Looks at every setting by itself, for programs that help to make settings; `readSettings` is for those that run. */
export function inspectSettings(
  options: NodeSyncOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Inspection {
  const given = asEnvironment(options);
  const values: Record<string, unknown> = {};
  const problems: SettingProblem[] = [];
  for (const [name, schema] of Object.entries(ENVIRONMENT.shape)) {
    const text = (given[name] ?? environment[name])?.trim() || undefined;
    const parsed = schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ name, missing: text === undefined, holds: parsed.error.issues[0]?.message ?? "" });
  }
  const wrong = new Set(problems.map(({ name }) => name));
  const miss = (name: string, holds: string) => {
    if (values[name] === undefined && !wrong.has(name)) problems.push({ name, missing: true, holds });
  };
  const targets = ["NOTION_CALLS_DATABASE_ID", "NOTION_MESSAGES_DATABASE_ID"];
  if (targets.every((name) => values[name] === undefined)) {
    const holds = `${DATABASE} (at least one of calls and messages)`;
    for (const name of targets) miss(name, holds);
  }
  if (values.STORAGE === "s3") {
    miss("S3_BUCKET", BUCKET);
    const keys = ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"];
    if (keys.some((name) => values[name] !== undefined)) for (const name of keys) miss(name, S3_KEYS);
  }
  return { values: values as Partial<Values>, problems };
}

/** One line for people: what is wrong, and what it should hold. */
export const problemLine = ({ name, missing, holds }: SettingProblem): string =>
  `${name} ${missing ? "is missing" : "is not valid"}: it should hold ${holds}.`;
