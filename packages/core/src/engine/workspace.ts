import type { NotionGateway, RequestContext } from "../notion/gateway.js";
import type { NotionIdentity } from "../notion/shared-objects.js";
import type { Clock } from "../ports/clock.js";
import type { StateStore } from "../ports/state-store.js";
import { SyncError } from "../sync-error.js";

/** What is known of the Notion workspace: asked for once a day by all workers together. */
export interface Workspace {
  get(context: RequestContext): Promise<NotionWorkspace>;
}

export type NotionWorkspace = Pick<NotionIdentity, "botId" | "maxUploadBytes">;

const UNKNOWN: NotionWorkspace = { botId: "" };

const CURSOR = "notion-workspace";
const FRESH_MS = 24 * 3_600_000;

interface Known extends NotionWorkspace {
  at: number;
}

export function createWorkspace({
  notion,
  store,
  clock,
}: {
  notion: Pick<NotionGateway, "me">;
  store: Pick<StateStore, "getCursor" | "putCursor">;
  clock: Clock;
}): Workspace {
  let known: Known | undefined;
  let asking: Promise<Known> | undefined;
  const isFresh = (candidate: Known | undefined): candidate is Known =>
    candidate !== undefined && clock.now() - candidate.at < FRESH_MS;

  async function ask(context: RequestContext): Promise<Known> {
    const stored = await store.getCursor(CURSOR);
    const remembered = stored === undefined ? undefined : (JSON.parse(stored) as Known);
    if (isFresh(remembered)) return remembered;
    const { botId, maxUploadBytes } = await notion.me(context).catch((error: unknown) => {
      // It is no reason to stop: the least that any workspace has is assumed.
      if (error instanceof SyncError && error.code === "notion_restricted") return UNKNOWN;
      throw error;
    });
    const fresh = { botId, at: clock.now(), ...(maxUploadBytes === undefined ? {} : { maxUploadBytes }) };
    await store.putCursor(CURSOR, JSON.stringify(fresh));
    return fresh;
  }

  return {
    async get(context) {
      if (isFresh(known)) return known;
      asking ??= ask(context).finally(() => {
        asking = undefined;
      });
      known = await asking;
      return known;
    },
  };
}

/** The limit on a file that tells a Free workspace, whose blocks may be counted. */
const FREE_LIMIT = 5 * 1_048_576;

export const isFree = ({ maxUploadBytes }: NotionWorkspace): boolean =>
  maxUploadBytes === undefined || maxUploadBytes <= FREE_LIMIT;
