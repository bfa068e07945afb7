import { type MediaInNotion, SyncError } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { errorAnswer, intercept, isCreate } from "./intercept.js";
import { createWorld, type World, type WorldOptions } from "./world.js";

const MIB = 1_048_576;

interface ShownFile {
  type: string;
  name: string;
}

const showing = (inNotion: MediaInNotion, options: WorldOptions = {}) =>
  createWorld({ coalesceWindowMs: 5_000, inNotion, ...options });

function call(
  world: World,
  recordings: { id: string; size: number; type?: string }[] = [{ id: "CR1", size: 40_000 }],
) {
  world.openphone.addCall({ id: "AC1" });
  const added = recordings.map((recording, index) => ({
    ...recording,
    ...world.openphone.addRecording("AC1", recording),
    startTime: `2026-10-07T15:0${index}:06.000Z`,
  }));
  return [callCompleted({ id: "AC1" }), callRecordingCompleted({ id: "AC1", recordings: added })] as const;
}

const shown = ({ notion }: World): ShownFile[] =>
  (notion.pages("calls")[0]!.properties.Recording as { files: ShownFile[] }).files.map(({ type, name }) => ({
    type,
    name,
  }));

const requestsTo = ({ notion }: World, path: RegExp) =>
  notion.requests.filter((each) => path.test(each.path)).length;
const uploadRequests = (world: World) => requestsTo(world, /^\/v1\/file_uploads/);

describe("files that Notion keeps", () => {
  test("are hosted and played by it, at two requests more, and a repeat costs none", async () => {
    const world = showing("upload");
    await world.receive(...call(world));
    await world.run(20_000);
    expect(shown(world)).toEqual([{ type: "file", name: "Recording.mp3" }]);
    expect(world.notion.pages("calls")[0]!.children[0]?.uploadId).toBe(world.notion.uploads()[0]?.id);
    expect(uploadRequests(world)).toBe(2);
    expect(world.notion.counts).toMatchObject({ creates: 1, updates: 0 });
    const writes = () =>
      world.notion.requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("/query")).length;
    const before = writes();
    const [, recording] = call(world);
    await world.receive({ ...recording, id: "EVagain" });
    // Two hours later Notion signs its links anew.
    await world.run(2 * 3_600_000);
    expect(writes()).toBe(before);
  });

  test("stand beside the link where both are wanted", async () => {
    const world = showing("both");
    await world.receive(...call(world));
    await world.run(20_000);
    expect(shown(world)).toEqual([
      { type: "file", name: "Recording.mp3" },
      { type: "external", name: "Recording.mp3 (link)" },
    ]);
  });

  test("are sent once although another part follows much later", async () => {
    const world = showing("upload");
    const [completed, first] = call(world);
    await world.receive(completed, first);
    await world.run(20_000);
    await world.clock.advance(3 * 3_600_000);
    const [, both] = call(world, [
      { id: "CR1", size: 40_000 },
      { id: "CR2", size: 50_000 },
    ]);
    await world.receive(both);
    await world.run(60_000);
    expect(shown(world).map(({ name }) => name)).toEqual(["Recording Part 1.mp3", "Recording Part 2.mp3"]);
    expect(world.notion.uploads()).toHaveLength(2);
  });

  test("of more than 20 MiB follow in parts, after the row", async () => {
    const world = showing("upload");
    await world.receive(...call(world, [{ id: "CR1", size: 21 * MIB }]));
    await world.run(60_000);
    expect(shown(world)).toEqual([{ type: "file", name: "Recording.mp3" }]);
    const [upload] = world.notion.uploads();
    expect(upload?.bytes.length).toBe(21 * MIB);
    expect(world.notion.counts).toMatchObject({ creates: 1, updates: 1 });
    // Announced, three parts, and the end of them.
    expect(uploadRequests(world)).toBe(5);
  }, 60_000);
});

describe("a link stays where Notion does not take the file:", () => {
  test("of a type that it does not know", async () => {
    const world = showing("upload");
    const url = world.openphone.media.add("/card.vcf", { size: 100, type: "text/vcard" });
    await world.receive(messageReceived({ id: "AC2", media: [{ url, type: "text/vcard" }] }));
    await world.run(20_000);
    expect(world.notion.page("message:AC2").Media).toMatchObject([{ name: "Media.vcf" }]);
    expect(uploadRequests(world)).toBe(0);
  });

  test("larger than the workspace allows", async () => {
    const world = showing("upload", { notion: { plan: "free" } });
    await world.receive(...call(world, [{ id: "CR1", size: 6 * MIB }]));
    await world.run(20_000);
    expect(shown(world)).toEqual([{ type: "external", name: "Recording.mp3" }]);
    expect(uploadRequests(world)).toBe(0);
  });

  test("refused by Notion all the same", async () => {
    const world = showing("upload");
    intercept(world.notion, ({ url }) =>
      url.endsWith("/file_uploads") ? errorAnswer(400, "This file is not supported.") : undefined,
    );
    await world.receive(...call(world));
    await world.run(20_000);
    expect(shown(world)).toEqual([{ type: "external", name: "Recording.mp3" }]);
    expect(world.alerts).toEqual([]);
  });

  test("and a page's write with it refused again and again", async () => {
    const world = showing("upload");
    intercept(world.notion, async (request) =>
      isCreate(request) && (await request.clone().text()).includes("file_upload")
        ? errorAnswer(400, 'File upload has status "expired".')
        : undefined,
    );
    await world.receive(...call(world));
    await world.run(600_000);
    expect(shown(world)).toEqual([{ type: "external", name: "Recording.mp3" }]);
    expect(world.alerts).toEqual([]);
  });
});

test("an upload that cannot be found any more is made anew, and stops nothing", async () => {
  const world = showing("upload");
  let once = true;
  intercept(world.notion, (request) => {
    if (!once || !isCreate(request)) return undefined;
    once = false;
    const { id } = world.notion.uploads()[0]!;
    return errorAnswer(404, `Could not find file_upload with ID: ${id}.`, "object_not_found");
  });
  await world.receive(...call(world));
  await world.run(20_000);
  expect(shown(world)).toEqual([{ type: "file", name: "Recording.mp3" }]);
  expect(world.alerts).toEqual([]);
});

describe("an upload that fails", () => {
  test.each([
    ["half a day is made once that is over", 12, "file", []],
    ["days stays a link, and is told of", 60, "external", ["notion_unavailable"]],
  ] as const)("for %s", async (_, hours, type, codes) => {
    const world = showing("upload");
    let down = true;
    intercept(world.notion, ({ url }) =>
      down && url.endsWith("/file_uploads") ? errorAnswer(500, "Oh no.", "internal_server_error") : undefined,
    );
    await world.receive(...call(world));
    await world.run(20_000);
    for (let hour = 0; hour <= hours; hour++) {
      if (hour === hours) down = false;
      await world.clock.advance(3_600_000);
      await world.run();
    }
    expect(shown(world)).toEqual([{ type, name: "Recording.mp3" }]);
    expect(world.alerts.map(({ code }) => code)).toEqual(codes);
  });

  test.each(["500", "502-html", "reset-after-commit", "429"] as const)(
    "with %s is made again, and shown once",
    async (fault) => {
      const world = showing("upload");
      world.notion.faults.next({ method: "POST", path: /send$/ }, fault);
      await world.receive(...call(world));
      await world.run(300_000);
      expect(shown(world)).toEqual([{ type: "file", name: "Recording.mp3" }]);
      expect(world.notion.pages("calls")).toHaveLength(1);
    },
  );

  test.each(["upload.created", "upload.done", "create.intended", "create.done"] as const)(
    "because its worker dies at %s leaves one row that shows it once",
    async (where) => {
      let dies = true;
      const world = showing("upload", {
        engine: {
          failpoint: (point) => {
            if (!dies || point !== where) return;
            dies = false;
            // As a death does, it leaves neither success nor failure behind, and the lease.
            throw new SyncError("lease_lost", "The worker has died.", { retry: "now" });
          },
        },
      });
      await world.receive(...call(world), callSummaryCompleted({ id: "AC1" }));
      await world.run(6_000);
      expect(dies).toBe(false);
      world.restart();
      await world.run(600_000);
      expect(world.notion.pages("calls")).toHaveLength(1);
      expect(shown(world)).toEqual([{ type: "file", name: "Recording.mp3" }]);
      // What was attached before the death is not sent a second time.
      if (where === "create.done") expect(world.notion.uploads()).toHaveLength(1);
    },
  );
});
