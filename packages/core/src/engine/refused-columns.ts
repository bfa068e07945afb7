import type { PropertyValue } from "../mapping/encoder.js";
import type { SchemaProperty } from "../notion/schema.js";
import type { SyncError } from "../sync-error.js";
import { contentHash } from "./content-hash.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";
import type { Target } from "./targets.js";

/** A column whose value Notion does not take, and what it says of it. */
export interface RefusedColumn {
  column: SchemaProperty;
  cause: SyncError;
}

/**
 * The one column that a refusal names, by its path in the request: `body.properties.From.select…`. None where several
 * are named, or one without which a row is of no use: its title or its id.
 */
export function columnNamed(
  { message }: SyncError,
  { schema, idProperty }: Target,
): SchemaProperty | undefined {
  const [, ...paths] = message.split(/\bbody\.properties\./);
  const live = Object.values(schema.properties).sort((a, b) => b.name.length - a.name.length);
  const named = new Set(paths.map((path) => live.find(({ name }) => leads(path, name))));
  const [column] = named;
  if (named.size !== 1 || column?.type === "title" || column?.id === idProperty?.id) return undefined;
  return column;
}

const leads = (path: string, name: string): boolean =>
  path.startsWith(name) && /^(?:$|[^\p{L}\p{N}])/u.test(path.slice(name.length));

/** Takes the values of refused columns out of `properties`. Answers what is to be noted of them, by property id. */
export function leaveOut(
  refused: readonly RefusedColumn[],
  properties: Record<string, PropertyValue>,
): Record<string, string> {
  const hashes: Record<string, string> = {};
  for (const { column } of refused) {
    const value = properties[column.name];
    if (value === undefined) continue;
    hashes[column.id] = contentHash(value);
    delete properties[column.name];
  }
  return hashes;
}

/** Somebody must mend the column: until its source changes, or a reconciliation is told to, it is not written again. */
export function tellRefused(
  { targets, pauses }: EngineParts,
  run: Run,
  refused: readonly RefusedColumn[],
): void {
  const { kind, key } = run.activity;
  for (const { column, cause } of refused) {
    targets.report(kind, [{ property: column.name, reason: cause.message }]);
    const message = `The row is written without its column "${column.name}"; mend that and run reconcile --fix. ${cause.message}`;
    pauses.remind({ code: cause.code, message, key }, `${kind}/${column.id}`);
  }
}
