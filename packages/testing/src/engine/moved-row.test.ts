import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { errorAnswer, intercept } from "./intercept.js";
import { createWorld } from "./world.js";

test.each(["leave", "recreate"] as const)(
  "a row that is moved to another database is left alone, and kept up to date again once it is moved back (%s)",
  async (onTrashed) => {
    const { notion, alerts, store, ...world } = createWorld({ engine: { onTrashed } });
    await world.receive(callCompleted());
    await world.run();
    const { id } = notion.pages("calls")[0]!;
    let isMoved = true;
    const original = notion.fetch;
    intercept(notion, async (request) => {
      if (!isMoved || !request.url.includes(`/pages/${id}`)) return undefined;
      if (request.method === "PATCH") return errorAnswer(400, "Summary is not a property that exists.");
      const page = (await (await original(request)).json()) as object;
      return Response.json({ ...page, parent: { type: "page_id", page_id: notion.rootPageId } });
    });
    const news = (text: string) => {
      const eventCreatedAt = new Date(world.clock.now()).toISOString();
      return world.receive(callSummaryCompleted({ summary: [text], eventCreatedAt }));
    };
    for (const text of ["First.", "Second."]) {
      await news(text);
      const before = notion.counts.requests;
      await world.run(60_000);
      expect(notion.counts.requests - before).toBeLessThan(6);
    }
    expect(alerts).toEqual([]);
    expect(await store.activity("call:AC1")).toMatchObject({ status: "trashed", pageId: id });

    isMoved = false;
    await news("Third.");
    await world.run(60_000);
    expect(notion.page("call:AC1").Summary).toBe("• Third.");
    expect((await store.activity("call:AC1"))?.status).toBe("synced");
    expect(notion.counts.creates).toBe(1);
  },
);
