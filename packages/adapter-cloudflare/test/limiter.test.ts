import { callCompleted, messageReceived } from "@openphone-notion/testing";
import { afterEach, expect, test } from "vitest";
import { createWorld, type World } from "./world.js";

const worlds: World[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));

const PER_MINUTE = 60;
const BUSY = ["PN1", "PN2", "PN3"] as const;
const CALLS_EACH = 30;

test("numbers that want more than the window holds share it evenly, and another's text goes before all of them", async () => {
  const world = await createWorld("createWorker()", { NOTION_REQUESTS_PER_MINUTE: String(PER_MINUTE) });
  worlds.push(world);
  const { notion, deliver, health, until } = world;
  const began = Date.now();
  const text = (id: string) => deliver(messageReceived({ id, phoneNumberId: "PN9" }));
  // What the object of that number reads once.
  expect((await text("ACfirst")).status).toBe(200);
  await until(() => notion.pages("messages").length === 1);

  const calls = BUSY.flatMap((phoneNumberId) =>
    Array.from({ length: CALLS_EACH }, (_, index) =>
      callCompleted({ id: `AC${phoneNumberId}x${index}`, phoneNumberId }),
    ),
  );
  // All numbers at once, as they would ring.
  for (let call = 0; call < CALLS_EACH; call++) {
    const ringing = BUSY.map((_, number) => deliver(calls[number * CALLS_EACH + call]!));
    expect((await Promise.all(ringing)).map(({ status }) => status)).toEqual(BUSY.map(() => 200));
  }
  // All that those who are not urgent may have is spent.
  const spent = () => notion.requests.length >= 0.95 * PER_MINUTE;
  await until(spent);
  expect(spent()).toBe(true);
  expect((await text("ACurgent")).status).toBe(200);
  await until(() => notion.pages("messages").length === 2);

  expect(notion.pages("messages")).toHaveLength(2);
  expect(Date.now() - began).toBeLessThan(60_000);
  expect(notion.requests.length).toBeLessThanOrEqual(PER_MINUTE);
  expect((await health()).queueDepth).toBeGreaterThan(calls.length / 3);
  const shown = notion.pages("calls").map(({ values }) => String(values["Call ID"]).slice(2, 5));
  const shares = BUSY.map((number) => shown.filter((each) => each === number).length);
  expect(Math.min(...shares)).toBeGreaterThan(shown.length / BUSY.length / 2);
}, 120_000);
