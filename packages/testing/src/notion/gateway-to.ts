import { type Clock, createNotionGateway, type NotionGateway, systemClock } from "@openphone-notion/core";
import type { FakeNotion } from "./fake-notion.js";

/** What a test of the core's Notion side sends its requests through. Not part of the package's surface. */
export const gatewayTo = (
  notion: Pick<FakeNotion, "fetch">,
  { clock = systemClock, deadlineMs }: { clock?: Clock; deadlineMs?: number } = {},
): NotionGateway =>
  createNotionGateway({
    token: "secret_test",
    fetch: (url, init) => notion.fetch(new Request(url, init)),
    limiter: { schedule: (_priority, task) => task(), pause() {} },
    clock,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });

export const low = { priority: "low" } as const;
