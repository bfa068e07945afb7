import { callCompleted } from "../../payloads/call-completed.js";
import { callSummaryCompleted } from "../../payloads/call-summary-completed.js";
import { callTranscriptCompleted } from "../../payloads/call-transcript-completed.js";
import { messageDelivered } from "../../payloads/message-events.js";
import type { Facet } from "./facet.js";

/** A call comes in parts. */
export function partsFacet({ test, expect }: Facet): void {
  const completed = callCompleted({ id: "AC1", durationSeconds: 240 });
  const transcript = callTranscriptCompleted({ id: "AC1" });
  const summary = callSummaryCompleted({ id: "AC1", summary: ["Asked for a price."] });

  test("late: each part is written into the row that is there", async (world) => {
    const { deliver, runtime, notion, openphone } = world;
    openphone.addCall({ id: "AC1" });
    for (const event of [completed, transcript, summary]) {
      expect((await deliver(event)).status).toBe(200);
      await runtime.settle();
      expect(notion.pages("calls").length).toBe(1);
    }
    const page = notion.page("call:AC1");
    expect({ seconds: page.Duration, summary: page.Summary }).toEqual({
      seconds: 240,
      summary: "• Asked for a price.",
    });
    expect(/\[0:0\d\]/.test(String(page.Transcript))).toBe(true);
    expect(notion.counts.creates).toBe(1);
  });

  test("order: whatever it is, the row is the same", async ({ deliver, runtime, notion, openphone }) => {
    openphone.addCall({ id: "AC1" });
    for (const event of [summary, transcript, completed]) {
      await deliver(event);
      await runtime.settle();
    }
    const page = notion.page("call:AC1");
    const { Status, Duration, From, Summary } = page;
    expect({ Status, Duration, From, Summary }).toEqual({
      Status: "Answered",
      Duration: 240,
      From: "+15555550123",
      Summary: "• Asked for a price.",
    });
    expect(/\[0:0\d\]/.test(String(page.Transcript))).toBe(true);
    expect(notion.counts.creates).toBe(1);
  });

  test("order: an older status does not undo a newer one", async ({ deliver, runtime, notion }) => {
    await deliver(messageDelivered({ id: "AC2" }));
    await runtime.settle();
    await deliver(messageDelivered({ id: "AC2", override: { status: "sent" } }));
    await runtime.settle();
    expect(notion.page("message:AC2").Status).toBe("Delivered");
  });
}
