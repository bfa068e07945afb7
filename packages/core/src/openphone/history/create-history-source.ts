import type { Clock } from "../../ports/clock.js";
import type { Logger } from "../../ports/logger.js";
import { SyncError } from "../../sync-error.js";
import type { OpenPhoneClient } from "../client.js";
import { Refusal } from "../refusal.js";
import { completeCall } from "./complete-call.js";
import { readCursor } from "./cursor.js";
import { datedWalk } from "./dated-walk.js";
import type { HistoryItem, HistoryPage, HistorySource } from "./history-source.js";
import { inFlight } from "./in-flight.js";
import { createPatience } from "./patience.js";
import { STEP_ROWS, type Step } from "./step.js";
import { v1Walk } from "./v1-walk.js";

export interface HistorySourceOptions {
  client: OpenPhoneClient;
  clock: Clock;
  logger: Logger;
}

/** Calls whose parts are read at the same time; the client's limiter paces their requests. */
const CALLS_IN_FLIGHT = 8;

/**
 * The past as the API tells it: from the dated surface where it lists the workspace, else from v1, conversation by
 * conversation. Newest first on the dated surface; on v1, newest first within a conversation. Pages have some tens of
 * items, and calls come with all their parts. A cursor of the other surface begins the walk anew.
 */
export function createHistorySource({ client, clock, logger }: HistorySourceOptions): HistorySource {
  const patiently = createPatience({ clock, logger });

  /** Steps put together to pages; a step without rows counts too, since it may have cost requests. */
  async function* pagesOf(steps: AsyncIterable<Step>): AsyncGenerator<HistoryPage> {
    let gathered: Step[] = [];
    let weight = 0;
    for await (const step of steps) {
      gathered.push(step);
      weight += Math.max(1, step.rows.length);
      if (weight < STEP_ROWS) continue;
      yield await pageOf(gathered, step);
      gathered = [];
      weight = 0;
    }
    const last = gathered.at(-1);
    if (last) yield await pageOf(gathered, last);
  }

  async function pageOf(steps: readonly Step[], { cursor, done }: Step): Promise<HistoryPage> {
    const items = steps.flatMap(({ rows, kind, surface, readAt }) =>
      rows.map((object): HistoryItem => ({ kind, surface, object, readAt })),
    );
    const complete = await inFlight(CALLS_IN_FLIGHT, items, async (item) => {
      if (item.kind === "message") return item;
      return { ...item, object: await patiently(() => completeCall(client, item.object, item.surface)) };
    });
    return { items: complete, gaps: steps.flatMap(({ gaps }) => gaps), cursor, done };
  }

  return {
    async *pages(range, cursor) {
      if (!(range.since < range.until)) return;
      const from = readCursor(cursor);
      const walk = { client, range, clock, patiently };
      if (from?.surface !== "v1") {
        let isBegun = false;
        try {
          for await (const page of pagesOf(datedWalk({ ...walk, from }))) {
            isBegun = true;
            yield page;
          }
          return;
        } catch (error) {
          const isMissing = error instanceof Refusal && error.kind === "route_missing";
          if (!isMissing) throw error;
          if (isBegun) throw listsGone();
        }
        logger.warn("history.walks_v1");
      }
      yield* pagesOf(v1Walk({ ...walk, from: from?.surface === "v1" ? from : undefined }));
    },
  };
}

const listsGone = () =>
  new SyncError("openphone_unavailable", "OpenPhone no longer knows the list that was being walked.", {
    retry: "after",
    retryAfterMs: 60_000,
  });
