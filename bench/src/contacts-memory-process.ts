import {
  createEngine,
  defaultMapping,
  type NotionGateway,
  type NotionPage,
  type QueryAnswer,
  silentLogger,
  systemClock,
} from "@openphone-notion/core";
import { openSqliteState } from "./sqlite-state.ts";

/** What reading many contacts takes. */
export interface ContactsMemory {
  queries: number;
  seconds: number;
  firstRss: number;
  mostRss: number;
  mostHeap: number;
  indexed: number;
}

const { contacts } = JSON.parse(process.argv[2] ?? "{}") as { contacts: number };
const PHONE = { id: "phone", name: "Phone", type: "phone_number" };
const BEGINNING = Date.UTC(2024, 0, 1);
/** One a minute, so that the crawl meets Notion's limit on a query again and again. */
const MINUTE_MS = 60_000;
/** Where Notion ends every query. */
const MAX_RESULTS = 10_000;

function contact(index: number): NotionPage {
  const number = String(2_000_000_000 + index);
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    created_time: new Date(BEGINNING + index * MINUTE_MS).toISOString(),
    in_trash: false,
    properties: {
      Phone: {
        id: PHONE.id,
        type: PHONE.type,
        phone_number: `(${number.slice(0, 3)}) ${number.slice(3, 6)}-${number.slice(6)}`,
      },
    },
  };
}

/** The contacts in the order of their making, as far as the crawl asks; nothing has changed since, or been thrown away. */
async function query(_id: string, body: Parameters<NotionGateway["query"]>[1]): Promise<QueryAnswer> {
  queries++;
  const filter = body.filter as { timestamp: string; created_time?: { on_or_after: string } } | undefined;
  if (body.in_trash || filter?.timestamp === "last_edited_time") return { results: [], has_more: false };
  const since = filter?.created_time ? Date.parse(filter.created_time.on_or_after) : BEGINNING;
  const begin = (since - BEGINNING) / MINUTE_MS;
  const from = Number(body.start_cursor ?? begin);
  const end = Math.min(contacts, begin + MAX_RESULTS);
  const next = Math.min(from + 100, end);
  return {
    results: Array.from({ length: next - from }, (_, index) => contact(from + index)),
    has_more: next < end,
    next_cursor: next < end ? String(next) : null,
    request_status: { type: next < end || end === contacts ? "complete" : "incomplete" },
  };
}

let queries = 0;
const notion = {
  resolveDataSource: async (id: string) => id,
  schema: async (dataSourceId: string) => ({ dataSourceId, properties: { Phone: PHONE } }),
  query,
} as unknown as NotionGateway;

const { store, close } = await openSqliteState();
const engine = createEngine({
  ...{ store, notion, clock: systemClock, logger: silentLogger, owner: "bench" },
  queue: { async send() {} },
  databases: { canvas: "contacts" },
  mapping: defaultMapping,
  webhookSecrets: [],
});
const firstRss = process.memoryUsage.rss();
let [mostRss, mostHeap] = [firstRss, 0];
const watch = setInterval(() => {
  mostRss = Math.max(mostRss, process.memoryUsage.rss());
  mostHeap = Math.max(mostHeap, process.memoryUsage().heapUsed);
}, 20);
const from = performance.now();
await engine.canvas?.refresh();
const seconds = (performance.now() - from) / 1_000;
clearInterval(watch);
const indexed = (await store.canvasStats()).contacts;
await close();
process.send?.({ queries, seconds, firstRss, mostRss, mostHeap, indexed } satisfies ContactsMemory);
process.on("SIGTERM", () => process.exit(0));
