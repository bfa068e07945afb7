import type { Fault } from "../../notion/faults.js";
import { callCompleted } from "../../payloads/call-completed.js";
import { callSummaryCompleted } from "../../payloads/call-summary-completed.js";
import { messageReceived } from "../../payloads/message-events.js";
import type { Facet } from "./facet.js";

const create = { method: "POST", path: "/v1/pages" } as const;

const saved: Fault[] = ["503-after-commit", "reset-after-commit"];
const refused: Fault[] = [{ fault: "529", retryAfterSeconds: 1 }, "409", "503", "reset-before-commit"];
const nameOf = (fault: Fault) => (typeof fault === "string" ? fault : fault.fault);

/** Notion at its worst. */
export function faultsFacet({ test, expect }: Facet): void {
  for (const fault of saved) {
    test(`${nameOf(fault)}: the row was saved, so it is found and not made again`, async (world) => {
      const { deliver, runtime, notion, openphone } = world;
      openphone.addCall({ id: "AC1" });
      notion.faults.next(create, fault);
      await deliver(callCompleted({ id: "AC1" }));
      await runtime.settle();
      expect(notion.pages("calls").length).toBe(1);
      expect(notion.counts.creates).toBe(1);
      await deliver(callSummaryCompleted({ id: "AC1", summary: ["Later."] }));
      await runtime.settle();
      expect(notion.page("call:AC1").Summary).toBe("• Later.");
    });
  }

  for (const fault of refused) {
    test(`${nameOf(fault)}: the row comes all the same, once`, async ({ deliver, runtime, notion }) => {
      notion.faults.next(create, fault);
      expect((await deliver(messageReceived({ id: "AC2" }))).status).toBe(200);
      await runtime.settle();
      expect(notion.pages("messages").length).toBe(1);
      expect(notion.page("message:AC2").Content).toBe("Hello");
    });
  }

  test("429: nobody asks again before it is time", async ({ deliver, runtime, notion }) => {
    await deliver(messageReceived({ id: "AC0" }));
    await runtime.settle();
    notion.faults.next(create, { fault: "429", retryAfterSeconds: 2 });
    const before = notion.requests.length;
    await deliver(messageReceived({ id: "AC1" }));
    await until(() => notion.requests.slice(before).some(({ status }) => status === 429));
    const refusedAt = Date.now();
    for (const id of ["AC2", "AC3"]) await deliver(messageReceived({ id }));
    await runtime.settle();
    const refusal = notion.requests.findIndex(({ status }, index) => index >= before && status === 429);
    const next = notion.requests[refusal + 1]?.at ?? 0;
    expect(next - refusedAt >= 1_500).toBe(true);
    expect(notion.pages("messages").length).toBe(4);
  });

  test("outage: events are acknowledged, and there afterwards", async ({ deliver, runtime, notion }) => {
    notion.faults.random({ probability: 1, faults: ["503"] });
    const ids = Array.from({ length: 6 }, (_, index) => `AC${index}`);
    for (const id of ids) expect((await deliver(messageReceived({ id }))).status).toBe(200);
    await until(() => notion.counts.requests > 0);
    expect(notion.pages("messages").length).toBe(0);
    notion.faults.clear();
    await runtime.settle();
    for (const id of ids) expect(notion.page(`message:${id}`).Content).toBe("Hello");
    expect(notion.pages("messages").length).toBe(6);
  });
}

/** Waits for what comes by itself, 10 s at the longest. */
async function until(isDone: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!isDone() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
}
