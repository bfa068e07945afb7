import { createFilter } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { callVoicemailCompleted } from "../payloads/call-voicemail-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { createWorld } from "./world.js";

test("filter on direction while the OpenPhone API is down for a moment: shown once known", async () => {
  const world = createWorld({ engine: { filter: createFilter({ directions: ["incoming"] }) } });
  world.openphone.addCall({ id: "AC1" });
  world.openphone.faults.next({ path: /calls/, times: 3 }, "500");
  await world.receive(callSummaryCompleted({ system: "v4" }));
  await world.run(3_600_000);
  expect(world.notion.pages("calls")).toHaveLength(1);
});

test("OpenPhone's API is down for two hours: the row is complete afterwards", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1" });
  world.openphone.faults.next({ times: 100_000 }, "500");
  await world.receive(callSummaryCompleted({ system: "v4" }));
  await world.run(2 * 3_600_000);
  world.openphone.faults.clear();
  await world.run(3 * 3_600_000);
  expect(world.notion.page("call:AC1").From).toBe("+15555550123");
});

test("names that the API could not tell at first are filled in later", async () => {
  const world = createWorld();
  world.openphone.addUser({ id: "USagent", firstName: "Ada", lastName: "Agent" } as never);
  world.openphone.faults.next({ path: /users|phone-numbers/, times: 50 }, "500");
  await world.receive(callCompleted({ override: { userId: "USagent", answeredByUserId: "USagent" } }));
  await world.run(10_000);
  world.openphone.faults.clear();
  await world.run(3 * 3_600_000);
  expect(world.notion.page("call:AC1").User).not.toBeNull();
});

test("nobody is asked again for the name of a user who has left", async () => {
  const world = createWorld();
  const gone = { userId: "USgone", answeredBy: "USgone", answered: false, hasVoicemail: false };
  const settled = () => world.log.filter((line) => line.includes("activity.settled")).length;
  const longAgo = new Date(world.clock.now() - 200 * 24 * 3_600_000).toISOString();
  await world.receive(callCompleted({ ...gone, id: "ACold", createdAt: longAgo }));
  await world.run(3 * 3_600_000);
  expect(settled()).toBe(1);

  const now = new Date(world.clock.now()).toISOString();
  await world.receive(callCompleted({ ...gone, id: "ACnew", createdAt: now }));
  await world.run(6 * 3_600_000);
  expect(settled() - 1).toBeLessThanOrEqual(4);
});

test("a second recording is archived although the first is in backoff", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1" });
  const one = world.openphone.addRecording("AC1", { id: "CR1", serve: "missing", size: 10 });
  await world.receive(
    callCompleted(),
    callRecordingCompleted({ recordings: [{ id: one.id, url: one.url }] }),
  );
  await world.run(3 * 3_600_000);
  const startTime = "2026-10-07T15:05:00.000Z";
  const two = world.openphone.addRecording("AC1", { id: "CR2", size: 1000, startTime });
  await world.receive(
    callRecordingCompleted({
      recordings: [
        { id: one.id, url: one.url },
        { id: two.id, url: two.url, startTime },
      ],
    }),
  );
  await world.run(60_000);
  expect(world.notion.page("call:AC1").Recording).toHaveLength(1);
});

test("a voicemail whose host stalls is shown within 30 s", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1" });
  (world.openphone.media as { respond: unknown }).respond = (request: Request) =>
    new Promise<Response>((_resolve, reject) => {
      request.signal.addEventListener("abort", () => reject(request.signal.reason));
    });
  await world.receive(callVoicemailCompleted({}));
  const start = world.clock.now();
  let done = false;
  void world.engine.consume({ key: "call:AC1", priority: "critical" }).finally(() => (done = true));
  let first: number | undefined;
  for (let i = 0; i < 800 && !done; i++) {
    await world.clock.advance(2_000);
    if (world.notion.pages("calls").length > 0) first ??= world.clock.now() - start;
  }
  expect(first ?? Number.POSITIVE_INFINITY).toBeLessThan(30_000);
});

test("a voicemail is fetched at once although recordings that do not move take all the places", async () => {
  const world = createWorld();
  const { media } = world.openphone;
  const respond = media.respond.bind(media);
  (media as { respond: unknown }).respond = (request: Request) =>
    request.url.includes("/recordings/")
      ? new Promise<Response>((_resolve, reject) => {
          request.signal.addEventListener("abort", () => reject(request.signal.reason));
        })
      : respond(request);
  const calls = ["AC1", "AC2", "AC3", "AC4"];
  for (const id of calls) {
    world.openphone.addCall({ id });
    await world.receive(
      callRecordingCompleted({ id, recordings: [world.openphone.addRecording(id, { id: `CR${id}` })] }),
    );
    void world.engine.consume({ key: `call:${id}`, priority: "standard" });
  }
  await world.clock.advance(1_000);
  world.openphone.addCall({ id: "AC9" });
  const { url } = world.openphone.addVoicemail("AC9", { size: 500 });
  await world.receive(callVoicemailCompleted({ id: "AC9", recordingUrl: url }));
  void world.engine.consume({ key: "call:AC9", priority: "critical" });
  await world.clock.advance(2_000);
  expect(world.notion.pages("calls")).toHaveLength(1);
  expect(world.notion.page("call:AC9").Voicemail).toHaveLength(1);
});

test("the OpenPhone API hangs: a critical message does not wait for names", async () => {
  const world = createWorld();
  world.openphone.faults.next({ times: 1000 }, "timeout");
  await world.receive(messageReceived({ id: "AC2", from: "anonymous" }));
  const start = world.clock.now();
  let done = false;
  void world.engine.consume({ key: "message:AC2", priority: "critical" }).finally(() => (done = true));
  let first: number | undefined;
  for (let i = 0; i < 100 && !done; i++) {
    await world.clock.advance(1_000);
    if (world.notion.pages("messages").length > 0) first ??= world.clock.now() - start;
  }
  expect(first).toBeLessThan(5_000);
});
