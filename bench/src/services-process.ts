import { fakeOpenPhone, serveOnLoopback } from "@openphone-notion/testing";
import { addPast } from "./add-past.ts";
import { benchNotion } from "./bench-notion.ts";
import { type LongRecording, pacedBody } from "./paced-body.ts";

/** Where the services listen, and what the sync must know of them. */
export interface Services {
  notionUrl: string;
  databases: { calls: string; messages: string; canvas: string };
  openphoneUrl: string;
  apiKey: string;
  mediaHost: string;
  /** Where a short recording lies. */
  recordingUrl: string;
  /** Where one as long and as slow as wanted lies. */
  longRecordingUrl: string;
}

/** Sent when Notion has committed a new page. */
export interface PageCommitted {
  /** On the clock that all processes of the machine share, in milliseconds. */
  committedAt: number;
}

const {
  announcePages,
  past = 0,
  longRecording = { bytes: 0, bytesPerSecond: 0 },
} = JSON.parse(process.argv[2] ?? "{}") as {
  announcePages?: boolean;
  /** Activities that OpenPhone has from before. */
  past?: number;
  longRecording?: LongRecording;
};

const LONG_RECORDING = "/long.mp3";

/** The fakes do not know their address before they listen. */
let handle: (request: Request) => Promise<Response>;
const notionServer = await serveOnLoopback((request) => handle(request));
const notion = benchNotion({ baseUrl: notionServer.url });
handle = async (request) => {
  const answer = await notion.fetch(request);
  if (announcePages && request.method === "POST" && answer.ok && request.url.endsWith("/v1/pages")) {
    process.send?.({ committedAt: Number(process.hrtime.bigint()) / 1e6 } satisfies PageCommitted);
  }
  return answer;
};

let answerMedia: (request: Request) => Promise<Response>;
const mediaServer = await serveOnLoopback((request) => answerMedia(request));
let answerApi: (request: Request) => Promise<Response>;
const apiServer = await serveOnLoopback((request) => answerApi(request));
const openphone = fakeOpenPhone({ baseUrl: apiServer.url, mediaBaseUrl: mediaServer.url });
addPast(openphone, past);
answerMedia = async (request) =>
  request.url.endsWith(LONG_RECORDING)
    ? new Response(pacedBody(longRecording), {
        headers: { "content-type": "audio/mpeg", "content-length": String(longRecording.bytes) },
      })
    : openphone.media.respond(request);
answerApi = (request) => openphone.fetch(request);

process.send?.({
  notionUrl: notionServer.url,
  databases: {
    calls: notion.databases.calls.id,
    messages: notion.databases.messages.id,
    canvas: notion.databases.canvas.id,
  },
  openphoneUrl: apiServer.url,
  apiKey: openphone.apiKey,
  mediaHost: new URL(mediaServer.url).host,
  recordingUrl: openphone.media.add("/recordings/sample.mp3", { size: 20_000 }),
  longRecordingUrl: mediaServer.url + LONG_RECORDING,
} satisfies Services);

// The measurement has broken off.
process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", () => process.exit(0));
