import type { NotionGateway, RequestContext } from "../notion/gateway.js";
import type { NewDatabase } from "../notion/shared-objects.js";
import { type Clock, sleep } from "../ports/clock.js";
import { SyncError } from "../sync-error.js";
import { findMade } from "./find-made.js";
import { repeatRequest } from "./repeat-request.js";

/**
 * Waits between looks for what an unclear create may have made. Together longer than the 55 s after which Notion
 * itself gives a request up.
 */
const LOOKS_MS = [1_000, 4_000, 10_000, 20_000, 30_000];

const CREATES = 3;

/**
 * Makes a database, and only one: after a create without a clear outcome it is looked for under the page, until
 * the request can no longer be carried out, before another is sent. Answers its id.
 */
export async function createOnce(
  notion: Pick<NotionGateway, "createDatabase" | "children">,
  repeating: { clock: Clock; random?: (() => number) | undefined },
  database: NewDatabase & { botId: string },
  context: RequestContext,
): Promise<string> {
  const { botId, ...wanted } = database;
  for (let attempt = 1; ; attempt++) {
    try {
      return (await repeatRequest(repeating, () => notion.createDatabase(wanted, context))).id;
    } catch (error) {
      if (!(error instanceof SyncError) || error.retry !== "unknown") throw error;
      for (const waitMs of LOOKS_MS) {
        await sleep(repeating.clock, waitMs);
        const made = await repeatRequest(repeating, () => findMade(notion, { ...wanted, botId }, context));
        if (made !== undefined) return made;
      }
      if (attempt === CREATES) throw error;
    }
  }
}
