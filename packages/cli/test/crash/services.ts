import { setTimeout as sleep } from "node:timers/promises";
import { columnsOf, defaultMapping } from "@openphone-notion/core";
import {
  ConnectionReset,
  type FakeNotion,
  type FakeOpenPhone,
  type Fault,
  fakeNotion,
  fakeOpenPhone,
  type Random,
  seededRandom,
  serveOnLoopback,
} from "@openphone-notion/testing";
import type { Moment } from "./executioner.ts";
import { COUNTERPARTS } from "./traffic.ts";

/** Fake Notion, OpenPhone and media host on loopback, in this process, out of reach of the kills. */
export interface Services {
  notion: FakeNotion<"calls" | "messages" | "canvas">;
  openphone: FakeOpenPhone;
  notionUrl: string;
  openphoneUrl: string;
  /** `host:port` */
  mediaHost: string;
  /** Contact pages by number. */
  contacts: ReadonlyMap<string, string>;
  /** From now on everything works. */
  heal(): void;
  close(): Promise<void>;
}

/** Shorter than what `serve` is told that a query may lag. */
const QUERY_LAG_MS = 1_000;
/** One request in eight to Notion goes wrong, one in twelve to the others. */
const NOTION_FAULTS = 0.12;
const OTHER_FAULTS = 0.08;

const FAULTS: Fault[] = [
  "503-after-commit",
  "503-after-commit",
  "reset-before-commit",
  "reset-after-commit",
  "reset-after-commit",
  { fault: "timeout-before-commit", forMs: 1_500 },
  { fault: "timeout-after-commit", forMs: 1_500 },
  { fault: "slow-body", forMs: 500 },
  { fault: "429", retryAfterSeconds: 1 },
  { fault: "529", retryAfterSeconds: 1 },
  "409",
  "500",
  "502-html",
];

/** `strike` is called at each moment at which a kill may be aimed. */
export async function startServices(seed: number, strike: (moment: Moment) => void): Promise<Services> {
  const random = seededRandom(seed ^ 0x5eed);
  let faulty = true;
  const goesWrong = () => faulty && random() < OTHER_FAULTS;

  const notion = fakeNotion({
    databases: {
      calls: columnsOf(defaultMapping.calls),
      messages: columnsOf(defaultMapping.messages),
      canvas: { Name: { type: "title" }, Phone: { type: "phone_number" } },
    },
    token: "secret_test",
    queryLagMs: QUERY_LAG_MS,
    window: false,
  });
  const contacts = new Map(
    COUNTERPARTS.slice(0, -2).map((phone, index) => [
      phone,
      notion.addPage("canvas", { Name: `Contact ${index}`, Phone: phone }).id,
    ]),
  );
  await sleep(QUERY_LAG_MS);
  notion.faults.random({ probability: NOTION_FAULTS, faults: FAULTS, seed });
  const notionServer = await serveOnLoopback(farAway(notion.fetch, random, strike));

  let openphone!: FakeOpenPhone;
  const openphoneServer = await serveOnLoopback(async (request) => {
    if (goesWrong()) {
      if (random() < 0.5) throw new ConnectionReset();
      return Response.json({ title: "Unknown" }, { status: 500 });
    }
    const { pathname, search } = new URL(request.url);
    return openphone.fetch(new Request(openphone.baseUrl + pathname + search, request));
  });
  const mediaServer = await serveOnLoopback(async (request) => {
    if (goesWrong() && random() < 0.5) throw new ConnectionReset();
    const answer = await openphone.media.respond(request);
    return new Response(trickled(answer, { breaksOff: goesWrong(), strike }), answer);
  });
  openphone = fakeOpenPhone({ mediaBaseUrl: mediaServer.url });

  return {
    ...{ notion, openphone, contacts },
    notionUrl: notionServer.url,
    openphoneUrl: openphoneServer.url,
    mediaHost: new URL(mediaServer.url).host,
    heal() {
      faulty = false;
      notion.faults.clear();
    },
    async close() {
      await Promise.all([notionServer.close(), openphoneServer.close(), mediaServer.close()]);
    },
  };
}

/**
 * A Notion at the end of a long line: what has been sent is carried out even if the sender is dead by then, and
 * may be carried out late.
 */
function farAway(
  fetch: (request: Request) => Promise<Response>,
  random: Random,
  strike: (moment: Moment) => void,
): (request: Request) => Promise<Response> {
  const travel = () => sleep(random() < 0.05 ? random() * 800 : random() * 30);
  return async ({ url, method, headers, body: sent }) => {
    const body = sent === null ? null : await new Response(sent).arrayBuffer();
    await travel();
    const answer = await fetch(new Request(url, { method, headers, body }));
    const moment = momentOf(method, new URL(url).pathname);
    if (moment) strike(moment);
    await travel();
    return answer;
  };
}

function momentOf(method: string, path: string): Moment | undefined {
  if (method === "POST" && path === "/v1/pages") return "create";
  if (method !== "PATCH") return undefined;
  return path.startsWith("/v1/pages/") ? "update" : "append";
}

const PIECE = 16 * 1024;

/** The body in pieces with pauses, and without its end if it `breaksOff`. */
function trickled(
  answer: Response,
  { breaksOff, strike }: { breaksOff: boolean; strike: (moment: Moment) => void },
): ReadableStream<Uint8Array> | null {
  if (answer.body === null) return null;
  let bytes: Uint8Array;
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        bytes ??= new Uint8Array(await answer.arrayBuffer());
        if (at > 0) {
          strike("download");
          await sleep(8);
        }
        if (breaksOff && at >= bytes.length / 2) return controller.error(new ConnectionReset());
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.subarray(at, at + PIECE));
        at += PIECE;
      },
    },
    { highWaterMark: 0 },
  );
}
