import type { NotionGatewayOptions } from "@openphone-notion/core";
import type { FakeNotion } from "@openphone-notion/testing";

type NotionFetch = NotionGatewayOptions["fetch"];

/**
 * A Notion that says yes to every write and keeps nothing: what is left to measure is the engine. Schemas come from
 * the fake; no contact is ever found.
 */
export function forgetfulNotion(notion: FakeNotion): NotionFetch {
  let pages = 0;
  return async (url, init) => {
    const { pathname } = new URL(url);
    if (init?.method === "GET") return notion.fetch(new Request(url, init));
    if (pathname.endsWith("/query")) {
      return Response.json({ object: "list", results: [], has_more: false, next_cursor: null });
    }
    const id = pathname === "/v1/pages" ? pageId(++pages) : pathname.split("/").at(-1);
    return Response.json({ object: "page", id });
  };
}

const pageId = (count: number): string => `00000000-0000-4000-8000-${count.toString(16).padStart(12, "0")}`;
