import { strayRelations } from "../mapping/stray-relations.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";
import type { Target } from "./targets.js";

/**
 * A row that Notion refused was taken without its links to contacts. Where the relation leads to another database, or
 * they were refused before, the database takes none. Else it may have been something that has passed: they are owed.
 */
export async function afterLinksLeftOut(
  parts: EngineParts,
  run: Run,
  { columns, schema }: Target,
  { wereRefused }: { wereRefused: boolean },
): Promise<void> {
  const contacts = await parts.targets.canvasSchema(run.request());
  const leadsElsewhere = contacts !== undefined && strayRelations(columns, schema, contacts).length > 0;
  if (leadsElsewhere || wereRefused) return parts.targets.refuseCanvas(run.activity.kind);
  const wait = backoffMs(0, parts.random, { baseMs: 30_000 });
  run.progress.owed.canvas = { attempts: 1, nextAt: parts.clock.now() + wait, refused: true };
}
