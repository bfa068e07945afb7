import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { MediaServing } from "../openphone/media-host.js";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { callVoicemailCompleted } from "../payloads/call-voicemail-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { createWorld, type World } from "./world.js";

const bytes = new Uint8Array(40_000).map((_, at) => at % 251);
const LINK = "https://sync.example.com/media/";

interface ShownFile {
  name: string;
  url: string;
}

const filesIn = ({ notion }: World, key: "call:AC1" | "message:AC2", column: string): readonly ShownFile[] =>
  (notion.page(key)[column] ?? []) as readonly ShownFile[];

const storedAt = ({ storage }: World, { url }: ShownFile) => storage.head(url.replace(LINK, ""));

/** Downloads of the host that were answered with a file. */
const downloads = ({ openphone }: World) =>
  openphone.media.requests.filter(({ method, status }) => method === "GET" && status === 200).length;

async function oneRecording(serve: MediaServing, world = createWorld()) {
  world.openphone.addCall({ id: "AC1" });
  const recording = world.openphone.addRecording("AC1", { id: "CR1", bytes, serve });
  await world.receive(
    callCompleted({ id: "AC1" }),
    callRecordingCompleted({ id: "AC1", recordings: [recording] }),
  );
  await world.run(20_000);
  return world;
}

describe("a recording", () => {
  test.each(["plain", "chunked", "redirect", "slow"] as const)(
    "that comes %s is stored whole",
    async (serve) => {
      const world = await oneRecording(serve);
      const [file] = filesIn(world, "call:AC1", "Recording");
      expect(await storedAt(world, file!)).toMatchObject({
        size: bytes.length,
        metadata: { activity: "call:AC1", sha256: createHash("sha256").update(bytes).digest("hex") },
      });
      expect(world.openphone.media.sawAuthorization).toBe(false);
    },
  );

  test.each(["truncated", "wrong-type", "missing"] as const)(
    "that comes %s is not stored, its row is there without it, and it is tried again",
    async (serve) => {
      const world = await oneRecording(serve);
      expect(filesIn(world, "call:AC1", "Recording")).toHaveLength(0);
      expect(await world.storage.list("")).toEqual({ objects: [] });
      world.openphone.addRecording("AC1", { id: "CR1", bytes });
      await world.run(60_000);
      expect(filesIn(world, "call:AC1", "Recording")).toHaveLength(1);
      expect(world.notion.counts).toMatchObject({ creates: 1, updates: 1 });
    },
  );

  test("of no bytes is not stored, and tried again", async () => {
    const world = createWorld();
    world.openphone.addCall({ id: "AC1" });
    const recording = world.openphone.addRecording("AC1", { id: "CR1", bytes: new Uint8Array() });
    await world.receive(callCompleted({ id: "AC1" }), callRecordingCompleted({ recordings: [recording] }));
    await world.run(20_000);
    expect(await world.storage.list("")).toEqual({ objects: [] });
    world.openphone.addRecording("AC1", { id: "CR1", bytes });
    await world.run(60_000);
    expect(filesIn(world, "call:AC1", "Recording")).toHaveLength(1);
  });

  test("whose link has expired is fetched by a fresh one from the API", async () => {
    const world = createWorld({ openphone: { mediaLinkLifetimeMs: 60_000 }, coalesceWindowMs: 300_000 });
    await oneRecording("plain", world);
    // The event has waited for longer than its link lives.
    await world.run(400_000);
    expect(world.openphone.media.requests.map(({ status }) => status)).toEqual([403, 200]);
    expect(filesIn(world, "call:AC1", "Recording")).toHaveLength(1);
    expect(world.notion.counts).toMatchObject({ creates: 1, updates: 0 });
  });

  test("is downloaded once, whatever is delivered again", async () => {
    const world = await oneRecording("plain");
    const recording = { id: "CR1", url: world.openphone.media.link("/recordings/CR1.mp3") };
    await world.receive(
      callRecordingCompleted({ id: "AC1", recordings: [recording], eventId: "EVagain" }),
      callSummaryCompleted({ id: "AC1" }),
    );
    await world.run(60_000);
    expect(downloads(world)).toBe(1);
  });

  test("keeps our link when a later event brings the provider's again", async () => {
    const world = await oneRecording("plain");
    const before = filesIn(world, "call:AC1", "Recording");
    expect(before[0]!.url).toMatch(/^https:\/\/sync\.example\.com\/media\//);
    const elsewhere = world.openphone.media.add("/elsewhere/CR1.mp3", { bytes });
    await world.receive(
      callRecordingCompleted({
        id: "AC1",
        recordings: [{ id: "CR1", url: elsewhere }],
        eventCreatedAt: "2026-10-07T16:00:00.000Z",
      }),
    );
    await world.run(60_000);
    expect(filesIn(world, "call:AC1", "Recording")).toEqual(before);
    expect(world.notion.counts.updates).toBe(0);
    expect(JSON.stringify(world.notion.pages("calls"))).not.toContain(world.openphone.media.baseUrl);
  });
});

test("several segments and a voicemail are files of their own, numbered in the order recorded", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1" });
  const segments = ["CRb", "CRa", "CRc"].map((id, index) => {
    const startTime = `2026-10-07T15:0${index}:06.000Z`;
    return {
      ...world.openphone.addRecording("AC1", { id, startTime, size: 1_000 * (index + 1) }),
      startTime,
    };
  });
  const voicemail = world.openphone.addVoicemail("AC1", { size: 500 });
  await world.receive(
    callCompleted({ id: "AC1" }),
    callRecordingCompleted({ id: "AC1", recordings: segments }),
    callVoicemailCompleted({ id: "AC1", recordingUrl: voicemail.url }),
  );
  await world.run(60_000);
  const files = filesIn(world, "call:AC1", "Recording");
  expect(files.map(({ name }) => name)).toEqual([
    "Recording Part 1.mp3",
    "Recording Part 2.mp3",
    "Recording Part 3.mp3",
  ]);
  const sizes = await Promise.all(files.map(async (file) => (await storedAt(world, file))?.size));
  expect(sizes).toEqual([1_000, 2_000, 3_000]);
  expect(filesIn(world, "call:AC1", "Voicemail").map(({ name }) => name)).toEqual(["Voicemail.mp3"]);
});

describe("a message's files", () => {
  const media = [
    { path: "/mms/1.jpg", type: "image/jpeg" },
    { path: "/mms/2.mp4", type: "video/mp4" },
    { path: "/mms/3.vcf", type: "text/vcard" },
  ];

  const withFiles = (world: World) =>
    media.map(({ path, type }) => ({ type, url: world.openphone.media.add(path, { bytes, type }) }));

  test("of every kind are stored with their types", async () => {
    const world = createWorld();
    await world.receive(messageReceived({ id: "AC2", media: withFiles(world) }));
    await world.run(10_000);
    const files = filesIn(world, "message:AC2", "Media");
    expect(files.map(({ name }) => name)).toEqual(["Media 1.jpg", "Media 2.mp4", "Media 3.vcf"]);
    const types = await Promise.all(files.map(async (file) => (await storedAt(world, file))?.contentType));
    expect(types).toEqual(["image/jpeg", "video/mp4", "text/vcard"]);
  });

  test("whose links have expired are fetched by fresh ones from the API", async () => {
    const world = createWorld({ openphone: { mediaLinkLifetimeMs: 60_000 }, coalesceWindowMs: 0 });
    const expired = withFiles(world);
    await world.clock.advance(120_000);
    world.openphone.addMessage({ id: "AC2", media: withFiles(world) });
    await world.receive(messageReceived({ id: "AC2", media: expired }));
    await world.run(10_000);
    expect(filesIn(world, "message:AC2", "Media")).toHaveLength(3);
    expect(world.notion.counts).toMatchObject({ creates: 1, updates: 0 });
  });
});
