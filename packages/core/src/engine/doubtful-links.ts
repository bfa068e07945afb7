import { strayRelations } from "../mapping/stray-relations.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";
import type { Target } from "./targets.js";

/** What may be to blame for a refusal: a database that takes no links, or contacts that are there all the same. */
export type LinkDoubt = "database" | "contacts";

/**
 * A row that Notion refused was taken without its links to contacts. Where the relation leads to another database, that
 * takes none of any row. Else it may have been something that has passed: they are owed once.
 */
export async function afterLinksLeftOut(
  parts: EngineParts,
  run: Run,
  { columns, schema }: Target,
  doubt: LinkDoubt,
  { wereRefused }: { wereRefused: boolean },
): Promise<void> {
  if (doubt === "database") {
    const contacts = await parts.targets.canvasSchema(run.request());
    const leadsElsewhere = contacts !== undefined && strayRelations(columns, schema, contacts).length > 0;
    if (leadsElsewhere) {
      parts.targets.refuseCanvas(run.activity.kind);
      return oweUntilMended(parts, run);
    }
  }
  if (wereRefused) return;
  const wait = backoffMs(0, parts.random, { baseMs: 30_000 });
  run.progress.owed.canvas = { attempts: 1, nextAt: parts.clock.now() + wait, refused: true };
}

/** Tries, growing apart to a day, after which a row stays without links: about a week. */
const MAX_TRIES = 14;

/** Links that cannot be made are owed: once somebody has mended the relation, or shared the contacts again, they follow. */
export function oweUntilMended(parts: EngineParts, run: Run): void {
  const { owed } = run.progress;
  const attempts = (owed.canvas?.attempts ?? 0) + 1;
  if (owed.canvas && owed.canvas.nextAt > parts.clock.now()) return;
  if (attempts > MAX_TRIES) {
    delete owed.canvas;
    return;
  }
  const wait = backoffMs(attempts, parts.random, { baseMs: 10 * 60_000, capMs: 24 * 3_600_000 });
  owed.canvas = { attempts, nextAt: parts.clock.now() + wait };
}
