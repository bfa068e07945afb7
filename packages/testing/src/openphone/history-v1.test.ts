import { describe, expect, test } from "vitest";
import { historyUnderTest, itemIds } from "./history-under-test.js";

const AT = Date.parse("2026-10-07T10:00:00.000Z");
const second = (at: number) => new Date(AT + at * 1_000).toISOString();
const party = (at: number) => `+1555555${String(1000 + at)}`;
const V1 = { surfaces: { dated: false } };

/** `count` conversations, each with an answered call, a missed one with a voicemail, and two messages. */
function filled(count: number, test = historyUnderTest({}, { surface: "v1" })) {
  const { openphone } = test;
  for (let at = 0; at < count; at++) {
    const from = party(at);
    openphone.addCall({ id: `ACa${at}`, from, createdAt: second(at) });
    openphone.addRecording(`ACa${at}`);
    openphone.setTranscript(`ACa${at}`);
    openphone.setSummary(`ACa${at}`);
    openphone.addCall({ id: `ACb${at}`, from, createdAt: second(at + 100), hasVoicemail: true });
    openphone.addVoicemail(`ACb${at}`);
    openphone.addMessage({ id: `ACm${at}`, from, createdAt: second(at + 200) });
    openphone.addMessage({ id: `ACn${at}`, from, createdAt: second(at + 300) });
  }
  return test;
}

test("numbers, conversations, their calls and messages, and their parts: each asked for once", async () => {
  const { walk, openphone } = filled(30);
  const pages = await walk();
  const object = (id: string) =>
    pages.flatMap(({ items }) => items).find((item) => item.object.id === id)?.object;

  expect(itemIds(pages)).toHaveLength(120);
  expect(new Set(itemIds(pages)).size).toBe(120);
  expect(object("ACa7")).toMatchObject({
    recordings: [{ id: "CRa7" }],
    transcripts: [{ status: "completed" }],
    summary: { status: "completed" },
  });
  expect(object("ACb7")).toMatchObject({ voicemail: { status: "completed" } });
  expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
  expect(openphone.counts).toEqual({
    "GET /v1/phone-numbers": 1,
    "GET /v1/conversations": 1,
    "GET /v1/calls": 30,
    "GET /v1/messages": 30,
    "GET /v1/call-recordings/:callId": 30,
    "GET /v1/call-transcripts/:callId": 30,
    "GET /v1/call-summaries/:callId": 30,
    "GET /v1/call-voicemails/:callId": 30,
  });
});

test("is walked where the dated surface is missing, with no more than its absence asked for in vain", async () => {
  const { walk, openphone } = filled(30, historyUnderTest(V1));
  const pages = await walk();

  expect(itemIds(pages)).toHaveLength(120);
  expect(pages.every(({ items }) => items.every(({ surface }) => surface === "v1"))).toBe(true);
  expect(openphone.requests.filter(({ path }) => !path.startsWith("/v1/")).length).toBeLessThanOrEqual(20);
});

test("resumed after every page, it tells the same and repeats nothing", async () => {
  const test = filled(40);
  for (let at = 0; at < 230; at++) {
    test.openphone.addMessage({
      id: `ACx${at}`,
      from: party(3),
      createdAt: second(1_000 + Math.floor(at / 3)),
    });
  }
  const pages = await test.walkInPieces();

  expect(itemIds(pages)).toHaveLength(390);
  expect(new Set(itemIds(pages)).size).toBe(390);
  expect(pages.length).toBeGreaterThan(8);
  expect(pages.every(({ items }) => items.length < 60)).toBe(true);
  expect(pages.every(({ cursor }) => JSON.stringify(cursor).length < 500)).toBe(true);
  expect(test.openphone.counts["GET /v1/call-recordings/:callId"]).toBe(40);
  const done = pages.map((page) => page.done);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done.at(-1)).toBe(1);
});

test("only conversations that may have something of the range are asked", async () => {
  const { walk, openphone } = historyUnderTest({}, { surface: "v1" });
  openphone.addMessage({ id: "ACold", from: party(1), createdAt: second(0) });
  openphone.addConversation({
    id: "CNrenamed",
    participants: [party(9)],
    createdAt: second(0),
    lastActivityAt: second(0),
    updatedAt: second(500),
  });
  for (let at = 0; at < 5; at++)
    openphone.addMessage({ id: `AC${at}`, from: party(2), createdAt: second(100 + at) });
  openphone.addMessage({ id: "ACnew", from: party(3), createdAt: second(900) });

  expect(itemIds(await walk({ since: AT + 101_000, until: AT + 103_000 }))).toEqual(["AC2", "AC1"]);
  expect(openphone.counts).toMatchObject({ "GET /v1/calls": 1, "GET /v1/messages": 1 });
});

test("only the numbers asked for, with somebody who may use them", async () => {
  const users = [{ id: "US00fake01", role: "owner" as const }, { id: "US2" }];
  const phoneNumbers = [
    { id: "PN1", number: "+15555550100", userIds: ["US00fake01"] },
    { id: "PN2", number: "+15555550101", userIds: ["US2"] },
  ];
  const { walk, openphone, all } = historyUnderTest({ users, phoneNumbers }, { surface: "v1" });
  for (const phoneNumberId of ["PN1", "PN2"])
    openphone.addMessage({ id: `AC${phoneNumberId}`, phoneNumberId });

  expect(itemIds(await walk({ ...all, phoneNumberIds: ["PN2"] }))).toEqual(["ACPN2"]);
  expect(itemIds(await walk()).sort()).toEqual(["ACPN1", "ACPN2"]);
});

describe("what v1 cannot show", () => {
  test("the calls of a group are a gap, its messages are not", async () => {
    const { walk, openphone } = historyUnderTest({}, { surface: "v1" });
    openphone.addCall({ id: "ACgroup", others: [party(1)] });
    openphone.addMessage({ id: "ACtext", direction: "outgoing", to: ["+15555550123", party(1)] });
    const [page] = await walk();

    expect(itemIds(page ? [page] : [])).toEqual(["ACtext"]);
    expect(page?.gaps).toEqual([
      {
        reason: "v1 does not show the calls of group conversations.",
        phoneNumberId: "PN00fake01",
        conversationId: expect.stringMatching(/^CN/),
      },
    ]);
    expect(openphone.counts).not.toHaveProperty("GET /v1/calls");
  });

  test("nor the messages of short codes, of crowds, of numbers that nobody may use", async () => {
    const phoneNumbers = [
      { id: "PN00fake01", number: "+15555550100" },
      { id: "PN2", number: "+15555550101", userIds: [] },
    ];
    const { walk, openphone } = historyUnderTest({ phoneNumbers }, { surface: "v1" });
    openphone.addMessage({ id: "AC1", from: "22395" });
    openphone.addCall({ id: "AC2", from: "anonymous" });
    openphone.addConversation({
      id: "CNcrowd",
      participants: Array.from({ length: 11 }, (_, at) => party(at)),
    });
    openphone.addConversation({ id: "CNempty", participants: [] });
    openphone.addMessage({ id: "AC3", phoneNumberId: "PN2" });
    const pages = await walk();
    const gaps = pages.flatMap((page) => page.gaps);

    expect(itemIds(pages)).toEqual(["AC2"]);
    expect(gaps.map(({ reason }) => reason).sort()).toMatchInlineSnapshot(`
      [
        "v1 does not let this key list the calls.",
        "v1 does not let this key list the messages.",
        "v1 does not say whose conversation it is, so it cannot be listed.",
        "v1 does not say whose conversation it is, so it cannot be listed.",
        "v1 does not show the calls of group conversations.",
        "v1 does not show the messages of conversations with more than 10 others.",
        "v1 does not show the messages of those who are not phone numbers.",
        "v1 does not show the messages of those who are not phone numbers.",
      ]
    `);
    expect(JSON.stringify(gaps)).not.toMatch(/555555|22395/);
  });

  test("a gap is told once, though the walk is resumed", async () => {
    const { walkInPieces, openphone } = filled(20);
    for (let at = 0; at < 40; at++) {
      openphone.addMessage({ direction: "outgoing", to: [party(at), party(at + 100)], id: `ACg${at}` });
    }
    const pages = await walkInPieces();
    expect(pages.flatMap(({ gaps }) => gaps)).toHaveLength(40);
    expect(itemIds(pages)).toHaveLength(120);
  });
});

describe("while conversations change", () => {
  test("one that moves to the front of the list meanwhile is not missed", async () => {
    const { openphone, clock } = historyUnderTest();
    for (let at = 0; at < 150; at++)
      openphone.addMessage({ id: `AC${at}`, from: party(at), createdAt: second(at) });
    let isMoved = false;
    const { walk } = historyUnderTest(
      {},
      {
        surface: "v1",
        async fetch(input, init) {
          const response = await openphone.fetch(input, init);
          if (!isMoved && input.includes("/conversations")) {
            isMoved = true;
            openphone.addMessage({
              id: "ACmoved",
              from: party(0),
              createdAt: new Date(clock.now()).toISOString(),
            });
          }
          return response;
        },
      },
    );
    const ids = itemIds(await walk());

    expect(ids).toHaveLength(150);
    expect(ids).toContain("AC0");
    expect(openphone.counts["GET /v1/conversations"]).toBe(3);
  });

  test("rows that arrive in a conversation while it is walked do not shift it", async () => {
    const { source, all, openphone, clock } = historyUnderTest({}, { surface: "v1" });
    for (let at = 0; at < 250; at++) openphone.addMessage({ id: `AC${at}`, createdAt: second(at) });
    const ids: string[] = [];
    for await (const page of source.pages(all)) {
      ids.push(...itemIds([page]));
      openphone.addMessage({ id: `ACnew${ids.length}`, createdAt: new Date(clock.now()).toISOString() });
    }
    expect(ids).toEqual(Array.from({ length: 250 }, (_, at) => `AC${249 - at}`));
    expect(openphone.counts["GET /v1/messages"]).toBe(3);
  });
});

test("an outage of minutes is waited for, and no row lost or repeated", async () => {
  const { walk, openphone, drive } = filled(20);
  for (const path of ["/v1/phone-numbers", "/v1/conversations", "/v1/calls", "/v1/messages"]) {
    openphone.faults.next({ path, times: 4 }, "500");
  }
  const ids = itemIds(await drive(walk()));

  expect(ids).toHaveLength(80);
  expect(new Set(ids).size).toBe(80);
});
