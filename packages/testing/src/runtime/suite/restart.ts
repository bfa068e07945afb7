import { callCompleted } from "../../payloads/call-completed.js";
import { callSummaryCompleted } from "../../payloads/call-summary-completed.js";
import { messageReceived } from "../../payloads/message-events.js";
import type { Facet } from "./facet.js";

/** The process ends, the data stay. */
export function restartFacet({ test, expect }: Facet): void {
  test("between: an acknowledged event has its row though the process ended before", async (world) => {
    const { deliver, runtime, notion } = world;
    notion.faults.random({ probability: 1, faults: ["503"] });
    expect((await deliver(messageReceived({ id: "AC2" }))).status).toBe(200);
    await runtime.restart();
    expect(notion.pages("messages").length).toBe(0);
    notion.faults.clear();
    await runtime.settle();
    expect(notion.page("message:AC2").Content).toBe("Hello");
  });

  test("afterwards: a duplicate is still one, and a late part finds its row", async (world) => {
    const { deliver, runtime, notion, openphone } = world;
    openphone.addCall({ id: "AC1" });
    const completed = callCompleted({ id: "AC1" });
    await deliver(completed);
    await runtime.settle();
    await runtime.restart();
    const { requests } = notion.counts;
    expect((await deliver(completed)).status).toBe(200);
    await runtime.settle();
    expect(notion.counts.requests).toBe(requests);
    await deliver(callSummaryCompleted({ id: "AC1", summary: ["Later."] }));
    await runtime.settle();
    expect(notion.pages("calls").length).toBe(1);
    expect(notion.page("call:AC1").Summary).toBe("• Later.");
  });

  test("unclear: a create whose answer was lost with the process is not made again", async (world) => {
    const { deliver, runtime, notion } = world;
    notion.faults.next({ method: "POST", path: "/v1/pages" }, "reset-after-commit");
    await deliver(messageReceived({ id: "AC2" }));
    for (let turn = 0; turn < 500 && notion.counts.creates === 0; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await runtime.restart();
    await runtime.settle();
    expect(notion.pages("messages").length).toBe(1);
    expect(notion.counts.creates).toBe(1);
  });
}
