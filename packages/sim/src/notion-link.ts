import type { FakeNotion } from "@openphone-notion/testing";
import { type Air, outageOf } from "./air.ts";
import type { Dice } from "./dice.ts";
import { send } from "./link.ts";
import { NOTION_TROUBLES, type NotionFate, slowWay } from "./notion-troubles.ts";

export type Notion = FakeNotion<"calls" | "messages" | "canvas">;

/** The way to Notion. `arrived` is told of every request that Notion has dealt with, before its answer goes back. */
export function notionLink(
  air: Air,
  notion: Notion,
  arrived: (request: { method: string; path: string }) => void,
): (url: string, init?: RequestInit) => Promise<Response> {
  const dice = air.dice.for("notion");
  return (url, init = {}) => {
    const method = init.method ?? "GET";
    const path = new URL(url).pathname;
    const { fault, ...fate } = fateOf(air, dice, isDelicate(method, path));
    air.journal.note(`notion ${method} ${path} ${JSON.stringify({ ...fate, ...(fault && { fault }) })}`);
    return send(air.clock, fate, init.signal, async () => {
      // The fake takes its fault before anything else can come in between.
      if (fault) notion.faults.next({}, fault);
      const { signal, ...carriedOutAnyway } = init;
      const answer = await notion.fetch(new Request(url, fault === "slow-body" ? init : carriedOutAnyway));
      air.journal.note(`notion ${method} ${path} = ${answer.status}`);
      arrived({ method, path });
      return answer;
    });
  };
}

/** Creates and appends: what carried out twice makes a double. */
const isDelicate = (method: string, path: string): boolean =>
  (method === "POST" && path === "/v1/pages") || (method === "PATCH" && path.endsWith("/children"));

function fateOf(air: Air, dice: Dice, delicate: boolean): NotionFate {
  const { weather } = air;
  const way = { thereMs: dice.between(10, 150), backMs: dice.between(10, 150) };
  const outage = outageOf(air, "notion");
  if (outage) {
    if (outage.kind === "refused") return { ...way, refused: true };
    if (outage.kind === "silent") return { ...way, lost: dice.pick(["there", "back"]), silent: true };
    if (outage.kind === "unauthorized") return { ...way, fault: "unauthorized" };
    return { ...way, fault: dice.pick(["500", "502-html", "503"]) };
  }
  const slow = dice.chance(weather.notionSlow) ? slowWay(dice) : way;
  if (!dice.chance(delicate ? weather.createFault : weather.notionFault)) return slow;
  return NOTION_TROUBLES[dice.pick(weather.notionTroubles)](slow, dice);
}
