import { createPermitWindow, type PermitGrant, type Priority } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../clock/manual-clock.js";

function windowOf(requests: number) {
  const clock = createManualClock(0);
  const window = createPermitWindow({ requests, perMs: 60_000 }, clock);
  const ask = (
    holder: string,
    priority: Priority = "standard",
    more: Partial<{ wanted: number; waitMs: number; used: number; unused: number }> = {},
  ) => {
    const asked: { grant?: PermitGrant; at?: number } = {};
    window
      .acquire({ holder, priority, wanted: 1, waitMs: 300_000, used: 0, unused: 0, ...more })
      .then((grant) => Object.assign(asked, { grant, at: clock.now() }));
    return asked;
  };
  return { clock, window, ask };
}

describe("permits", () => {
  test("no span of a minute has more requests than the budget, whoever makes them", async () => {
    const { clock, window, ask } = windowOf(25);
    const ended: number[] = [];
    const asked = Array.from({ length: 60 }, (_, index) => ask(`object-${index % 7}`));
    for (let second = 0; second < 240; second++) {
      for (const [index, one] of asked.entries()) {
        if (one.grant?.permits !== 1 || ended[index] !== undefined) continue;
        ended[index] = clock.now();
        window.report(`object-${index % 7}`, 1, 0);
      }
      await clock.advance(1_000);
    }
    expect(ended.filter((at) => at !== undefined)).toHaveLength(60);
    for (const from of ended) {
      expect(ended.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(25);
    }
  });

  test("one that waits for more urgency goes first, and a share is kept for it", async () => {
    const { clock, window, ask } = windowOf(25);
    for (let index = 0; index < 24; index++) ask("bulk");
    await clock.advance(0);
    const low = ask("bulk", "low");
    const standard = ask("bulk");
    await clock.advance(0);
    expect({ low: low.grant, standard: standard.grant }).toEqual({});
    const critical = ask("urgent", "critical");
    await clock.advance(0);
    expect(critical.grant?.permits).toBe(1);
    const second = ask("urgent", "critical");
    window.report("bulk", 3, 0);
    await clock.advance(60_000);
    expect(second.at).toBeDefined();
    expect(standard.at).toBeDefined();
    expect(low.at).toBeUndefined();
  });

  test("nobody takes all that is left, and unused ones are there again at once", async () => {
    const { clock, window, ask } = windowOf(80);
    const greedy = ask("greedy", "standard", { wanted: 80 });
    await clock.advance(0);
    expect(greedy.grant?.permits).toBe(9);
    window.report("greedy", 0, 9);
    for (let index = 0; index < 77; index++) ask(`one-${index}`);
    const last = ask("last", "critical", { waitMs: 0 });
    await clock.advance(0);
    expect(last.grant?.permits).toBe(1);
  });

  test("those of low priority are spread over the window", async () => {
    const { clock, ask } = windowOf(60);
    const first = ask("import", "low", { wanted: 10 });
    const second = ask("import", "low", { wanted: 10 });
    await clock.advance(0);
    expect(first.grant).toMatchObject({ permits: 1, everyMs: 1_000 });
    expect(second.grant).toBeUndefined();
    await clock.advance(1_000);
    expect(second.grant?.permits).toBe(1);
  });

  test("one that its holder died with comes back", async () => {
    const { clock, ask } = windowOf(1);
    ask("dead");
    const next = ask("alive");
    await clock.advance(120_000);
    expect(next.at).toBeUndefined();
    await clock.advance(10_000);
    expect(next.grant?.permits).toBe(1);
  });

  test("a wait that would be too long is answered with when to come again", async () => {
    const { clock, window, ask } = windowOf(1);
    ask("first");
    await clock.advance(0);
    window.report("first", 1, 0);
    const asked = ask("second", "standard", { waitMs: 5_000 });
    await clock.advance(5_000);
    expect(asked.grant).toMatchObject({ permits: 0, retryAfterMs: 55_000 });
  });

  test("one that is made anew goes on from what the one before had given", async () => {
    const { clock, window, ask } = windowOf(3);
    for (const holder of ["ended", "under way", "dead"]) ask(holder);
    await clock.advance(0);
    window.report("ended", 1, 0);
    const anew = createPermitWindow(
      { requests: 3, perMs: 60_000 },
      clock,
      JSON.parse(JSON.stringify(window.given())),
    );
    const times: number[] = [];
    for (let asked = 0; asked < 3; asked++) {
      void anew
        .acquire({ holder: "next", priority: "critical", wanted: 1, waitMs: 300_000, used: 0, unused: 0 })
        .then(() => times.push(clock.now()));
    }
    await clock.advance(10_000);
    anew.report("under way", 1, 0);
    await clock.advance(180_000);
    expect(times).toEqual([60_000, 70_000, 128_000]);
  });

  test("a pause holds everybody, is never shortened, and names who has permits", async () => {
    const { clock, window, ask } = windowOf(100);
    ask("holder");
    await clock.advance(0);
    expect(window.pause(clock.now() + 30_000)).toEqual(["holder"]);
    window.pause(clock.now() + 1_000);
    const patient = ask("patient", "critical");
    const hasty = ask("hasty", "critical", { waitMs: 5_000 });
    await clock.advance(29_000);
    expect(patient.grant).toBeUndefined();
    // Its wait would have been in vain, so it was not begun.
    expect(hasty).toMatchObject({ at: 0, grant: { permits: 0 } });
    expect(hasty.grant?.retryAfterMs).toBeGreaterThanOrEqual(30_000);
    expect(hasty.grant?.retryAfterMs).toBeLessThan(31_000);
    await clock.advance(1_000);
    expect(patient.grant?.permits).toBe(1);
  });
});
