import { describe, expect, test } from "vitest";
import { clientUnderTest, collect } from "./client-under-test.js";
import type { OpenPhoneFault } from "./faults.js";

const AT = Date.parse("2026-10-07T10:00:00.000Z");
const second = (at: number) => new Date(AT + at * 1_000).toISOString();
const ids = async (pages: AsyncIterable<{ rows: readonly { id: string }[] }>) =>
  (await collect(pages)).flatMap(({ rows }) => rows.map(({ id }) => id));

describe("calls and messages", () => {
  const both = { v1: "v1", dated: "2026-03-30" } as const;

  test.each(Object.values(both))(
    "on %s keep the bounds to the millisecond, first included, last not",
    async (surface) => {
      const { client, openphone } = clientUnderTest({}, { surface });
      for (const [at, id] of ["AC0", "AC1", "AC2", "AC3"].entries()) {
        openphone.addCall({ id, createdAt: second(at) });
        openphone.addMessage({ id: `${id}m`, createdAt: second(at) });
      }
      const range = { since: AT + 1_000, until: AT + 3_000, phoneNumberId: "PN00fake01" };

      expect(await ids(client.callPages({ ...range, participant: "+15555550123" }))).toEqual(["AC2", "AC1"]);
      expect(await ids(client.messagePages({ ...range, participants: ["+15555550123"] }))).toEqual([
        "AC2m",
        "AC1m",
      ]);
    },
  );

  test.each(Object.values(both))("on %s are those of the conversation asked for", async (surface) => {
    const { client, openphone } = clientUnderTest({}, { surface });
    openphone.addMessage({ id: "ACa" });
    openphone.addMessage({ id: "ACb", direction: "outgoing", to: ["+15555550123", "+15555550124"] });
    openphone.addMessage({ id: "ACc", from: "+15555550124" });
    const phoneNumberId = "PN00fake01";

    expect(await ids(client.messagePages({ phoneNumberId, participants: ["+15555550123"] }))).toEqual([
      "ACa",
    ]);
    expect(
      await ids(client.messagePages({ phoneNumberId, participants: ["+15555550124", "+15555550123"] })),
    ).toEqual(["ACb"]);
  });

  test("end where they were begun, though rows arrive meanwhile", async () => {
    const { client, openphone, clock } = clientUnderTest();
    for (let at = 0; at < 120; at++) openphone.addMessage({ id: `AC${at}`, createdAt: second(at) });
    const seen: string[] = [];
    for await (const { rows } of client.messagePages()) {
      seen.push(...rows.map(({ id }) => id));
      await clock.advance(1_000);
      openphone.addMessage({ id: `ACnew${seen.length}`, createdAt: new Date(clock.now()).toISOString() });
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, at) => `AC${119 - at}`));
    expect(openphone.counts).toEqual({ "GET /messages": 3 });
  });

  test("ask for pages as large as each surface has them", async () => {
    const filled = (surface: "v1" | "2026-03-30") => {
      const test = clientUnderTest({}, { surface });
      for (let at = 0; at < 150; at++) test.openphone.addCall({ id: `AC${at}`, createdAt: second(at) });
      return test;
    };
    const v1 = filled("v1");
    const dated = filled("2026-03-30");
    const query = { phoneNumberId: "PN00fake01", participant: "+15555550123" };

    expect(await ids(v1.client.callPages(query))).toHaveLength(150);
    expect(await ids(dated.client.callPages(query))).toHaveLength(150);
    expect(v1.openphone.counts).toEqual({ "GET /v1/calls": 2 });
    expect(dated.openphone.counts).toEqual({ "GET /calls": 3 });
  });

  test("come from v1 where the dated list is missing and the conversation is named, else not at all", async () => {
    const { client, openphone } = clientUnderTest({ surfaces: { dated: false } });
    openphone.addCall({ id: "AC1" });

    expect(await ids(client.callPages({ phoneNumberId: "PN00fake01", participant: "+15555550123" }))).toEqual(
      ["AC1"],
    );
    await expect(collect(client.callPages())).rejects.toMatchObject({ code: "openphone_not_found" });
  });

  test("take a status that nobody has heard of", async () => {
    const { client, openphone } = clientUnderTest();
    openphone.addCall({ id: "AC1", status: "teleported" });
    openphone.addMessage({ id: "AC2", status: "pondered" });

    expect((await collect(client.callPages()))[0]?.rows[0]).toMatchObject({ status: "teleported" });
    expect((await collect(client.messagePages()))[0]?.rows[0]).toMatchObject({ status: "pondered" });
  });
});

test("a call's summary and transcripts come from either surface", async () => {
  for (const surface of ["v1", "2026-03-30"] as const) {
    const { client, openphone } = clientUnderTest({}, { surface });
    openphone.addCall({ id: "AC1" });
    openphone.addRecording("AC1", { id: "CR1", startTime: "2026-10-07T15:00:06Z" });
    openphone.addRecording("AC1", { id: "CR2", startTime: "2026-10-07T15:02:06Z" });
    openphone.setTranscript("AC1", { recordingId: "CR1" });
    openphone.setTranscript("AC1", { recordingId: "CR2" });
    openphone.setSummary("AC1");

    const transcripts = (await client.listCallTranscripts("AC1"))?.transcripts;
    expect(transcripts?.map(({ recordingId }) => recordingId)).toEqual(
      surface === "v1" ? [undefined] : ["CR1", "CR2"],
    );
    expect((await client.getSummary("AC1"))?.object).toMatchObject({ status: "completed" });
    expect(await client.listCallTranscripts("AC9")).toBeUndefined();
    expect(await client.getSummary("AC9")).toBeUndefined();
  }
});

describe("conversations and contacts", () => {
  test.each(["v1", "2026-03-30"] as const)(
    "on %s are listed with the filters that it has",
    async (surface) => {
      const { client, openphone } = clientUnderTest({}, { surface });
      openphone.addConversation({ id: "CN1", createdAt: second(0), updatedAt: second(5) });
      openphone.addConversation({ id: "CN2", createdAt: second(1), updatedAt: second(9) });
      openphone.addConversation({ id: "CN3", createdAt: second(7), updatedAt: second(9) });
      openphone.addConversation({
        id: "CN4",
        phoneNumberId: "PN2",
        createdAt: second(0),
        updatedAt: second(9),
      });
      const query = { phoneNumberIds: ["PN00fake01"], updatedSince: AT + 6_000, createdUntil: AT + 5_000 };

      expect(await ids(client.conversationPages(query))).toEqual(["CN2"]);
    },
  );

  test("contacts have their numbers inside on v1, and as properties on the dated surface", async () => {
    const { client, openphone } = clientUnderTest();
    for (let at = 0; at < 60; at++) openphone.addContact({ id: `66${at}`, phoneNumbers: ["+15555550123"] });
    openphone.addContact({ id: "66x", externalId: "notion-1" });

    expect(await ids(client.contactPages())).toHaveLength(61);
    expect(await ids(client.contactPages({ externalIds: ["notion-1", "notion-2"] }))).toEqual(["66x"]);
    expect((await client.contactProperties("660"))?.[0]).toMatchObject({ value: "+15555550123" });
    const [page] = await collect(client.contactPages({ surface: "v1" }));
    expect(page?.rows).toHaveLength(50);
    expect(page?.rows[0]).toHaveProperty("defaultFields");
    expect(await client.listContactFields()).toEqual([
      { key: "lead-source", name: "Lead source", type: "string" },
    ]);
  });
});

test("the workspace tells its subscription, and who may use which number", async () => {
  const { client } = clientUnderTest();

  expect(await client.preflight()).toMatchObject({
    surface: "2026-03-30",
    organization: { subscriptionStatus: "active" },
  });
  expect((await client.getOrganization())?.object.name).toBe("Example Co");
  expect(await client.listNumberUsers()).toEqual([{ phoneNumberId: "PN00fake01", userIds: ["US00fake01"] }]);
});

describe("what the API refuses", () => {
  const errors: [OpenPhoneFault, "v1" | "2026-03-30", object, requests?: number][] = [
    ["401", "v1", { code: "openphone_unauthorized", retry: "never" }],
    ["401", "2026-03-30", { code: "openphone_unauthorized", retry: "never" }],
    ["403", "v1", { code: "openphone_forbidden", retry: "never" }],
    // It may have been for the summaries: asked once more without them.
    ["403", "2026-03-30", { code: "openphone_forbidden", retry: "never" }, 2],
    ["html-404", "v1", { code: "openphone_not_found", retry: "never" }],
    ["html-404", "2026-03-30", { code: "openphone_not_found", retry: "never" }],
  ];
  test.each(errors)(
    "%s in the shape of %s ends a list with its meaning",
    async (fault, surface, expected, requests = 1) => {
      const { client, openphone } = clientUnderTest({}, { surface });
      openphone.faults.next({ times: 2 }, fault);
      const query = { phoneNumberId: "PN00fake01", participant: "+15555550123" };

      await expect(collect(client.callPages(query))).rejects.toMatchObject(expected);
      expect(openphone.requests).toHaveLength(requests);
    },
  );

  test("a wrong number, which the error does not quote", async () => {
    const { client } = clientUnderTest();
    const refused = await collect(client.callPages({ participant: "+1555555012" + "x" })).catch(
      (error) => error,
    );

    expect(refused).toMatchObject({ code: "openphone_invalid_request", status: 400 });
    expect(`${refused.message}${JSON.stringify(refused)}`).not.toContain("555555");
  });
});

describe("the budget", () => {
  test("is held back for everyone when an answer says that it is spent", async () => {
    const { client, pauses } = clientUnderTest({ rateLimit: 3 });
    await client.listUsers();
    await client.listUsers();
    expect(pauses).toEqual([]);
    await client.listUsers();
    expect(pauses).toEqual([1_000]);
  });

  test("that is overdrawn costs a pause, not the list", async () => {
    const { client, openphone, drive, pauses } = clientUnderTest();
    for (let at = 0; at < 60; at++) openphone.addCall({ id: `AC${at}`, createdAt: second(at) });
    openphone.faults.next({ path: "/calls", times: 2 }, "429");

    expect(await drive(ids(client.callPages()))).toHaveLength(60);
    expect(pauses).toEqual([1_000, 1_000]);
  });
});
