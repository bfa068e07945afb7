import { chmodSync, existsSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { type DatabaseName, NO_CONTACTS, type SetupResult } from "@openphone-notion/core";
import { readEnvText } from "../env-text.js";
import type { Answers } from "./answers.js";

/**
 * The text of a `.env` file with `values` in it. Lines that already say so, comments and everything else stay as
 * they are; a name that holds something else gets its line replaced, one that is not there a line at the end.
 */
export function withValues(text: string, values: Readonly<Record<string, string>>): string {
  const present = parseEnv(text);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  let result = text;
  for (const [name, value] of Object.entries(values)) {
    if (present[name] === value) continue;
    const line = `${name}=${quoted(value)}`;
    const assignment = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[^\\r\\n]*`, "gm");
    // Of several, the last one counts.
    const last = [...result.matchAll(assignment)].at(-1);
    if (last) result = result.slice(0, last.index) + line + result.slice(last.index + last[0].length);
    else result += `${result === "" || result.endsWith("\n") ? "" : eol}${line}${eol}`;
  }
  return result;
}

const quoted = (value: string): string => (/^[\w./:@%+=,-]*$/.test(value) ? value : JSON.stringify(value));

/** Writes values into a `.env` file that only its owner may read; whole or not at all. Answers whether it changed. */
export function writeEnvFile(path: string, values: Readonly<Record<string, string>>): boolean {
  const file = existsSync(path) ? realpathSync(path) : path;
  const before = existsSync(file) ? readEnvText(file) : "";
  const after = withValues(before, values);
  if (after === before) return false;
  const temporary = `${file}.new`;
  writeFileSync(temporary, after, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
  return true;
}

const NAMES = {
  calls: "NOTION_CALLS_DATABASE_ID",
  messages: "NOTION_MESSAGES_DATABASE_ID",
  mail: "NOTION_MAIL_DATABASE_ID",
  canvas: "NOTION_CANVAS_DATABASE_ID",
} as const satisfies Record<DatabaseName, string>;

/** The settings that name databases: as they were named before, else by the id that is in their URL. */
export function databaseValues(
  { databases: named, linksNothing }: Pick<Answers, "databases" | "linksNothing">,
  setUp: SetupResult["databases"],
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, variable] of Object.entries(NAMES) as [DatabaseName, string][]) {
    const id = named[name] ?? setUp[name]?.databaseId ?? setUp[name]?.dataSourceId;
    if (id !== undefined) values[variable] = id;
  }
  if (linksNothing) values[NAMES.canvas] ??= NO_CONTACTS;
  return values;
}
