import { createFilter } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { createWorld } from "./world.js";

const HOUR = 3_600_000;

describe("a filter by number keeps what is of the number", () => {
  test("although the API could not yet tell which numbers are ours", async () => {
    const world = createWorld({ engine: { filter: createFilter({ phoneNumbers: ["+15555550100"] }) } });
    world.openphone.faults.next({ path: /phone-numbers/, times: 6 }, "500");
    await world.receive(messageReceived({ system: "v4", to: ["+15555550100", "+15555550124"] }));
    await world.run();
    expect(world.notion.pages("messages")).toEqual([]);
    await world.run(HOUR);
    expect(world.notion.page("message:AC2").Content).toBe("Hello");
  });

  test("named by its id, although the call names the number alone", async () => {
    const world = createWorld({ engine: { filter: createFilter({ phoneNumbers: ["PN00fake01"] }) } });
    await world.receive(callCompleted({ phoneNumberId: null }));
    await world.run();
    expect(world.notion.page("call:AC1")["OpenPhone Number"]).toContain("+15555550100");
  });
});

test("a row that still lacks something when a filter drops it is not worked on again and again", async () => {
  let drop = false;
  const world = createWorld({ engine: { filter: createFilter({ predicate: () => !drop }) } });
  world.openphone.addCall({ id: "AC1" });
  const { id, url } = world.openphone.addRecording("AC1", { serve: "missing", size: 10 });
  await world.receive(callCompleted(), callRecordingCompleted({ recordings: [{ id, url }] }));
  await world.run();
  drop = true;
  world.log.length = 0;
  await world.run(HOUR);
  expect(world.log.filter((line) => line.includes("activity.settled"))).toHaveLength(1);
});
