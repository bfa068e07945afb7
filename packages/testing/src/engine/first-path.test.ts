import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callAnswered, callRinging } from "../payloads/call-lifecycle-events.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { messageDelivered, messageReceived } from "../payloads/message-events.js";
import { createWorld } from "./world.js";

describe("one call", () => {
  test("whose four parts come within the window is one request, with everything in it", async () => {
    const world = createWorld({ coalesceWindowMs: 5_000 });
    const { notion, openphone } = world;
    openphone.addCall({ id: "AC1" });
    const recording = openphone.addRecording("AC1", { size: 40_000 });
    await world.receive(
      callSummaryCompleted(),
      callTranscriptCompleted(),
      callRecordingCompleted({ recordings: [{ id: recording.id, url: recording.url }] }),
      callCompleted({ durationSeconds: 240 }),
    );
    await world.run(6_000);
    expect(notion.page("call:AC1")).toMatchObject({
      Status: "Answered",
      Direction: "Incoming",
      Duration: 240,
      From: "+15555550123",
      To: "+15555550100",
    });
    expect(notion.page("call:AC1").Recording).toHaveLength(1);
    expect(notion.page("call:AC1").Transcript).toMatch(/\[0:0\d\]/);
    expect(notion.counts).toMatchObject({ creates: 1, updates: 0 });
    expect(openphone.media.sawAuthorization).toBe(false);
  });

  test("a late part updates what changed, and a redelivery makes no request at all", async () => {
    const world = createWorld();
    const { notion } = world;
    await world.receive(callCompleted());
    await world.run();
    await world.receive(callSummaryCompleted({ summary: ["Asked for a price."] }));
    await world.run();
    expect(notion.page("call:AC1").Summary).toBe("• Asked for a price.");
    const before = notion.counts.requests;
    await world.receive(callCompleted(), callSummaryCompleted({ summary: ["Asked for a price."] }));
    await world.run(60_000);
    expect(notion.counts.requests).toBe(before);
    expect(notion.counts).toMatchObject({ creates: 1, updates: 1 });
  });

  test("a column that the user has changed stays changed when another part arrives", async () => {
    const world = createWorld();
    await world.receive(callCompleted());
    await world.run();
    const [page] = world.notion.pages("calls");
    world.notion.editPage(page!.id, { Name: "My own title" });
    await world.receive(callSummaryCompleted());
    await world.run();
    expect(world.notion.page("call:AC1").Name).toBe("My own title");
  });

  test("a summary that comes first is completed by one GET before its first write", async () => {
    const world = createWorld();
    world.openphone.addCall({ id: "AC1", durationSeconds: 90 });
    await world.receive(callSummaryCompleted({ system: "v4" }));
    await world.run();
    expect(world.notion.page("call:AC1")).toMatchObject({
      Status: "Answered",
      Duration: 90,
      From: "+15555550123",
    });
    expect(world.openphone.counts["GET /calls/:callId"]).toBe(1);
    expect(world.notion.counts.creates).toBe(1);
  });

  test("where the API cannot tell, it is written with what is known and completed later", async () => {
    const world = createWorld();
    await world.receive(callSummaryCompleted({ system: "v4", summary: ["Hello."] }));
    await world.run();
    expect(world.notion.page("call:AC1")).toMatchObject({ Summary: "• Hello.", From: null });
    world.openphone.addCall({ id: "AC1" });
    await world.run(120_000);
    expect(world.notion.page("call:AC1")).toMatchObject({ From: "+15555550123", Status: "Answered" });
    expect(world.notion.counts.creates).toBe(1);
  });

  test("a page that the user has trashed stays in the trash", async () => {
    const world = createWorld();
    await world.receive(callCompleted());
    await world.run();
    world.notion.trashPage(world.notion.pages("calls")[0]!.id);
    await world.receive(callSummaryCompleted());
    await world.run(600_000);
    expect(world.notion.pages("calls")).toHaveLength(0);
    expect(world.notion.counts.creates).toBe(1);
    expect((await world.store.activity("call:AC1"))?.status).toBe("trashed");
  });

  test("in progress, it is shown after the low window, and ends up with its outcome", async () => {
    const world = createWorld({ coalesceWindowMs: 5_000 });
    await world.receive(callRinging(), callAnswered());
    await world.run(20_000);
    expect(world.notion.page("call:AC1").Status).toBe("In progress");
    await world.receive(callCompleted());
    await world.run(6_000);
    expect(world.notion.page("call:AC1").Status).toBe("Answered");
  });
});

describe("one message", () => {
  test("is one request, linked to its contact by one look-up whatever the format", async () => {
    const world = createWorld();
    world.notion.addPage("canvas", { Name: "Jane", Phone: "(555) 555-0123 ext. 4" });
    await world.receive(messageReceived({ id: "AC2" }), messageReceived({ id: "AC3", text: "Again" }));
    await world.run();
    const [jane] = world.notion.pages("canvas");
    expect(world.notion.page("message:AC2").Canvas).toEqual([jane!.id]);
    expect(world.notion.page("message:AC3").Canvas).toEqual([jane!.id]);
    expect(world.notion.counts).toMatchObject({ creates: 2, updates: 0, queries: 1 });
  });

  test("delivered after it was sent only moves its status forward", async () => {
    const world = createWorld();
    await world.receive(
      messageDelivered({ id: "AC2" }),
      messageDelivered({ id: "AC2", override: { status: "sent" } }),
    );
    await world.run();
    expect(world.notion.page("message:AC2").Status).toBe("Delivered");
  });
});

test("no log line carries a number, a text or a link", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1" });
  const { id, url } = world.openphone.addRecording("AC1", { serve: "missing", size: 10 });
  world.notion.faults.next({ method: "POST", path: "/v1/pages" }, "500");
  await world.receive(
    messageReceived({ text: "a very private matter" }),
    callCompleted(),
    callRecordingCompleted({ recordings: [{ id, url }] }),
    callTranscriptCompleted(),
  );
  await world.run(600_000);
  expect(world.log.length).toBeGreaterThan(5);
  expect(world.log.join("\n")).not.toMatch(/5555550|private|https?:|Thanks for calling/);
});
