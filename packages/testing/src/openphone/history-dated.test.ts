import { describe, expect, test } from "vitest";
import { historyUnderTest, itemIds } from "./history-under-test.js";

const AT = Date.parse("2026-10-07T10:00:00.000Z");
const second = (at: number) => new Date(AT + at * 1_000).toISOString();

/** 60 calls and 70 messages, a second apart; each third call was answered and recorded, each third has a voicemail. */
function filled(fill = historyUnderTest()) {
  const { openphone } = fill;
  for (let at = 0; at < 60; at++) {
    const id = `ACc${at}`;
    openphone.addCall({ id, createdAt: second(at), answered: at % 3 === 0, hasVoicemail: at % 3 === 1 });
    if (at % 3 === 0) {
      openphone.addRecording(id);
      openphone.setTranscript(id);
      openphone.setSummary(id);
    }
    if (at % 3 === 1) openphone.addVoicemail(id);
  }
  for (let at = 0; at < 70; at++) openphone.addMessage({ id: `ACm${at}`, createdAt: second(at) });
  return fill;
}

test("calls come with all their parts, for the fewest requests", async () => {
  const { walk, openphone, clock } = filled();
  const pages = await walk();
  const items = pages.flatMap((page) => page.items);
  const object = (id: string) => items.find((item) => item.object.id === id)?.object;

  expect(new Set(itemIds(pages)).size).toBe(130);
  expect(itemIds(pages)).toHaveLength(130);
  expect(object("ACc0")).toMatchObject({
    recordings: [{ id: "CRc0" }],
    transcripts: [{ recordingId: "CRc0", status: "completed" }],
    summary: { status: "completed" },
  });
  expect(object("ACc1")).toMatchObject({ voicemail: { status: "completed" } });
  expect(object("ACc1")).not.toHaveProperty("recordings");
  expect(items.every(({ readAt, surface }) => readAt === clock.now() && surface === "2026-03-30")).toBe(true);
  expect(openphone.counts).toEqual({
    "GET /calls": 2,
    "GET /messages": 2,
    "GET /calls/:callId/recordings": 20,
    "GET /calls/:callId/transcripts": 20,
  });
});

test("pages are small, newest first, and say how far the walk is", async () => {
  const { walk } = filled();
  const pages = await walk();

  expect(pages.every(({ items, gaps }) => items.length < 50 && gaps.length === 0)).toBe(true);
  const done = pages.map((page) => page.done);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done.at(-1)).toBe(1);
  expect(itemIds(pages)[0]).toMatch(/59|69/);
  expect(pages.every(({ cursor }) => JSON.stringify(cursor).length < 300)).toBe(true);
});

test("resumed after every page, it tells the same and repeats nothing", async () => {
  const { walkInPieces, openphone } = filled();
  const pages = await walkInPieces();

  expect(itemIds(pages)).toHaveLength(130);
  expect(new Set(itemIds(pages)).size).toBe(130);
  expect(openphone.counts["GET /calls/:callId/recordings"]).toBe(20);
  expect(openphone.counts["GET /calls/:callId/transcripts"]).toBe(20);
});

test("begun again when it is over, it asks nothing", async () => {
  const { walk, source, all, openphone } = filled();
  const last = (await walk()).at(-1);
  const asked = openphone.requests.length;
  for await (const page of source.pages(all, last?.cursor)) expect(page.items).toEqual([]);
  expect(openphone.requests).toHaveLength(asked);
});

test("a range has its first millisecond and not its last, of the numbers asked for", async () => {
  const { walk, openphone } = historyUnderTest();
  for (const phoneNumberId of ["PN00fake01", "PN2", "PN3"]) {
    for (let at = 0; at < 5; at++) {
      openphone.addCall({
        id: `ACc${at}${phoneNumberId}`,
        phoneNumberId,
        createdAt: second(at),
        answered: false,
      });
      openphone.addMessage({ id: `ACm${at}${phoneNumberId}`, phoneNumberId, createdAt: second(at) });
    }
  }
  const range = { since: AT + 1_000, until: AT + 3_000, phoneNumberIds: ["PN2", "PN3"] };
  const expected = ["ACc1", "ACc2", "ACm1", "ACm2"].flatMap((id) => [`${id}PN2`, `${id}PN3`]);

  expect(itemIds(await walk(range)).sort()).toEqual(expected);
  expect(openphone.requests).toHaveLength(4);
  expect(await walk({ since: AT, until: AT })).toEqual([]);
  expect(itemIds(await walk({ ...range, phoneNumberIds: [] }))).toEqual([]);
});

test("more rows of one instant than fit on a page lose none", async () => {
  const { walkInPieces, openphone } = historyUnderTest();
  for (let at = 0; at < 120; at++) openphone.addMessage({ id: `AC${at}`, createdAt: second(0) });
  const ids = itemIds(await walkInPieces());

  expect(ids).toHaveLength(120);
  expect(new Set(ids).size).toBe(120);
});

test("rows that arrive while it is walked are not told, nor do they shift it", async () => {
  const { source, all, openphone, clock } = filled();
  const ids: string[] = [];
  for await (const page of source.pages(all)) {
    ids.push(...itemIds([page]));
    openphone.addMessage({ id: `ACnew${ids.length}`, createdAt: new Date(clock.now()).toISOString() });
    openphone.addCall({ id: `ACnewc${ids.length}`, createdAt: new Date(clock.now()).toISOString() });
  }
  expect(ids).toHaveLength(130);
  expect(ids.some((id) => id.startsWith("ACnew"))).toBe(false);
});

test("where the consumer is slower than the API's cursors live, it goes on by time", async () => {
  const { source, all, openphone, clock } = filled();
  const ids: string[] = [];
  for await (const page of source.pages(all)) {
    ids.push(...itemIds([page]));
    await clock.advance(120_000);
  }
  expect(ids).toHaveLength(130);
  expect(new Set(ids).size).toBe(130);
  expect(openphone.requests.filter(({ search }) => search.includes("after="))).toEqual([]);
});

describe("which calls are asked for parts", () => {
  test.each([
    ["an unanswered call: none", { answered: false }, 0],
    ["one that was forwarded: none", { forwardedTo: "+15555550199" }, 0],
    ["one with a voicemail: none", { hasVoicemail: true }, 0],
    ["an answered one without recordings: its recordings", {}, 1],
    ["an AI agent's: also its transcript", { aiHandled: true }, 2],
  ])("%s", async (_name, call, requests) => {
    const { walk, openphone } = historyUnderTest();
    openphone.addCall({ id: "AC1", ...call });
    await walk();
    expect(openphone.requests.length - 2).toBe(requests);
  });
});

describe("what goes wrong on the way", () => {
  test("an outage of minutes is waited for, and no row lost or repeated", async () => {
    const { walk, openphone, drive } = filled();
    openphone.faults.next({ path: "/calls", times: 7 }, "500");
    openphone.faults.next({ path: /recordings$/, times: 5 }, "reset");
    openphone.faults.next({ path: "/messages", times: 4 }, "429");
    const ids = itemIds(await drive(walk()));

    expect(ids).toHaveLength(130);
    expect(new Set(ids).size).toBe(130);
  });

  test("an outage that does not end is told", async () => {
    const { walk, openphone, drive, clock } = filled();
    openphone.faults.next({ path: "/calls", times: 10_000 }, "500");
    const begunAt = clock.now();

    await expect(drive(walk())).rejects.toMatchObject({ code: "openphone_unavailable" });
    expect(clock.now() - begunAt).toBeGreaterThan(240_000);
    expect(clock.now() - begunAt).toBeLessThan(900_000);
  });

  test("a wrong key is told at once", async () => {
    const { walk, openphone } = historyUnderTest({}, { apiKey: "revoked" });
    await expect(walk()).rejects.toMatchObject({ code: "openphone_unauthorized" });
    expect(openphone.requests).toHaveLength(1);
  });

  test("a list that goes missing midway is not taken for an old host", async () => {
    const { source, all, openphone } = filled();
    const walk = source.pages(all)[Symbol.asyncIterator]();
    const { value } = await walk.next();
    openphone.faults.next({ path: /^\/(calls|messages)$/, times: 2 }, "html-404");
    const rest = async () => {
      while (!(await walk.next()).done);
    };
    await expect(rest()).rejects.toMatchObject({ code: "openphone_unavailable", retry: "after" });

    openphone.faults.clear();
    for await (const page of source.pages(all, value?.cursor)) {
      expect(page.items.every(({ surface }) => surface === "2026-03-30")).toBe(true);
    }
  });

  test("a call whose parts are refused comes without them", async () => {
    const { walk, openphone } = historyUnderTest();
    openphone.addCall({ id: "AC1" });
    openphone.faults.next({ path: /recordings/ }, "403");
    expect((await walk())[0]?.items[0]?.object).toMatchObject({ id: "AC1", recordings: [] });
  });
});

test("a plan without summaries costs one request, and no call", async () => {
  const { walk, openphone } = filled(historyUnderTest({ summaries: false }));
  const pages = await walk();
  const calls = pages.flatMap(({ items }) => items.filter(({ object }) => object.id.startsWith("ACc")));
  expect(calls).toHaveLength(60);
  expect(calls.find(({ object }) => object.id === "ACc1")?.object).toMatchObject({
    voicemail: { status: "completed" },
  });
  expect(openphone.counts["GET /calls"]).toBe(3);
});
