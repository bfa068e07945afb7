import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { createWorld } from "./world.js";

const startTime = "2026-10-07T15:00:06.000Z";

test("two segments that name one start: a crash does not give one the other's bytes", async () => {
  let hang = true;
  const world = createWorld({
    engine: {
      failpoint: (point) => (hang && point === "media.archived" ? new Promise(() => {}) : undefined),
    },
  });
  world.openphone.addCall({ id: "AC1" });
  const first = world.openphone.addRecording("AC1", {
    id: "CRa",
    startTime,
    bytes: new Uint8Array(1000).fill(1),
    serve: "truncated",
  });
  const second = world.openphone.addRecording("AC1", {
    id: "CRb",
    startTime,
    bytes: new Uint8Array(2000).fill(2),
  });
  await world.receive(
    callCompleted({ id: "AC1" }),
    callRecordingCompleted({
      id: "AC1",
      recordings: [
        { ...first, startTime },
        { ...second, startTime },
      ],
    }),
  );
  // The process dies between the download and the settle.
  await Promise.race([world.run(), new Promise((resolve) => setTimeout(resolve, 300))]);
  hang = false;
  world.openphone.addRecording("AC1", { id: "CRa", startTime, bytes: new Uint8Array(1000).fill(1) });
  world.restart();
  await world.run(600_000);
  const files = world.notion.page("call:AC1").Recording as readonly { url: string }[];
  const sizes = await Promise.all(
    files.map(
      async ({ url }) => (await world.storage.head(url.replace("https://sync.example.com/media/", "")))?.size,
    ),
  );
  expect(sizes.sort()).toEqual([1000, 2000]);
});

test("a recording called constructor is archived", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1" });
  const recording = world.openphone.addRecording("AC1", { id: "constructor", size: 1000 });
  await world.receive(
    callCompleted({ id: "AC1" }),
    callRecordingCompleted({ id: "AC1", recordings: [recording] }),
  );
  await world.run(60_000);
  expect(world.notion.page("call:AC1").Recording).toHaveLength(1);
});

test("a storage that fails for days is told of at once, and loses nothing; a file that its host has not is given up", async () => {
  const world = createWorld({ openphone: { mediaLinkLifetimeMs: 60_000 } });
  const { put } = world.storage;
  world.storage.put = async () => {
    throw Object.assign(new Error("/data/media/AC1.mp3"), { code: "EACCES" });
  };
  world.openphone.addCall({ id: "AC1" });
  const recordings = (["plain", "missing"] as const).map((serve, index) => {
    const at = { startTime: `2026-10-07T15:0${index}:06.000Z` };
    return { ...world.openphone.addRecording("AC1", { id: `CR${index}`, size: 1_000, serve, ...at }), ...at };
  });
  await world.receive(callCompleted({ id: "AC1" }), callRecordingCompleted({ id: "AC1", recordings }));
  await world.run(20_000);
  expect(world.alerts).toEqual([{ code: "store_unavailable", message: "The file storage failed (EACCES)." }]);
  for (let look = 0; look < 40; look++) {
    await world.clock.advance(2 * 3_600_000);
    await world.run();
  }
  const codes = world.alerts.map(({ code }) => code);
  expect(codes.filter((code) => code !== "store_unavailable")).toEqual(["media_unavailable"]);
  expect(codes.length).toBeLessThan(45);

  world.storage.put = put;
  await world.clock.advance(3_600_000);
  await world.run();
  expect((world.notion.page("call:AC1").Recording as readonly { name: string }[]).length).toBe(1);
});
