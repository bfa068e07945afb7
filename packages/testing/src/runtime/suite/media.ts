import { callCompleted } from "../../payloads/call-completed.js";
import { callRecordingCompleted } from "../../payloads/call-recording-completed.js";
import type { Facet } from "./facet.js";
import type { World } from "./world.js";

const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251);

/** A call with its recording, archived; answers the link that Notion shows. */
async function archivedRecording({ deliver, runtime, notion, openphone }: World): Promise<string> {
  openphone.addCall({ id: "AC1" });
  const { id, url } = openphone.addRecording("AC1", { bytes });
  await deliver(callCompleted({ id: "AC1" }));
  await deliver(callRecordingCompleted({ id: "AC1", recordings: [{ id, url }] }));
  await runtime.settle();
  const [file] = notion.page("call:AC1").Recording as readonly { url: string }[];
  return file?.url ?? "no link";
}

/** Recordings are kept and served. */
export function mediaFacet({ test, expect }: Facet): void {
  test("archive: the link in Notion opens the whole file, without the key of the API", async (world) => {
    const link = await archivedRecording(world);
    expect(link.startsWith("https://sync.example.com/media/recordings/")).toBe(true);
    const opened = await world.runtime.fetch(new Request(link));
    const type = opened.headers.get("content-type");
    expect({ status: opened.status, type }).toEqual({ status: 200, type: "audio/mpeg" });
    expect(isSame(await opened.arrayBuffer(), bytes)).toBe(true);
    expect(world.openphone.media.sawAuthorization).toBe(false);
  });

  test("range: a player gets just what it asks for", async (world) => {
    const link = await archivedRecording(world);
    const ask = (range: string) => world.runtime.fetch(new Request(link, { headers: { range } }));
    for (const [range, start, end] of [
      ["bytes=0-0", 0, 0],
      ["bytes=1000-1999", 1_000, 1_999],
      ["bytes=299990-", 299_990, 299_999],
      ["bytes=-5", 299_995, 299_999],
    ] as const) {
      const part = await ask(range);
      expect({ range, status: part.status, of: part.headers.get("content-range") }).toEqual({
        range,
        status: 206,
        of: `bytes ${start}-${end}/300000`,
      });
      expect(isSame(await part.arrayBuffer(), bytes.subarray(start, end + 1))).toBe(true);
    }
    expect((await ask("bytes=300000-")).status).toBe(416);
  });

  test("link: one that was changed opens nothing", async (world) => {
    const link = new URL(await archivedRecording(world));
    const signature = link.searchParams.get("signature") ?? "";
    const forged = new URL(link);
    forged.searchParams.set("signature", `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`);
    const other = new URL(link);
    other.pathname = other.pathname.replace("AC1", "AC2");
    const bare = new URL(link);
    bare.search = "";
    for (const url of [forged, other, bare]) {
      const answer = await world.runtime.fetch(new Request(url));
      expect([403, 404].includes(answer.status)).toBe(true);
    }
  });
}

const isSame = (got: ArrayBuffer, wanted: Uint8Array): boolean => {
  const read = new Uint8Array(got);
  return read.byteLength === wanted.byteLength && read.every((byte, at) => byte === wanted[at]);
};
