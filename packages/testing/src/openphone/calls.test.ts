import { describe, expect, test } from "vitest";
import { fakeOpenPhone } from "./fake-openphone.js";

const NUMBER = "phoneNumberId=PN00fake01";
const OTHER = "participants=%2B15555550123";

function twoSurfaces(options: Parameters<typeof fakeOpenPhone>[0] = {}) {
  const openphone = fakeOpenPhone({ rateLimit: false, ...options });
  const get = async (path: string) => {
    const headers = { authorization: "key", "quo-api-version": "2026-03-30" };
    const response = await openphone.fetch(`https://api.quo.com${path}`, { headers });
    return { status: response.status, body: await response.json() };
  };
  const ids = async (path: string) => (await get(path)).body.data.map((row: { id: string }) => row.id);
  return { openphone, get, ids };
}

describe("v1 lists one conversation", () => {
  const good = `/v1/calls?${NUMBER}&${OTHER}&maxResults=10`;

  test("newest first, without group calls and without others", async () => {
    const { openphone, ids } = twoSurfaces();
    openphone.addCall({ id: "AC1", createdAt: "2026-10-07T10:00:00Z" });
    openphone.addCall({ id: "AC2", createdAt: "2026-10-07T11:00:00Z", direction: "outgoing" });
    openphone.addCall({ id: "AC3", others: ["+15555550124"] });
    openphone.addCall({ id: "AC4", from: "+15555550124" });

    expect(await ids(good)).toEqual(["AC2", "AC1"]);
  });

  test.each([
    ["no number", `/v1/calls?${OTHER}&maxResults=10`],
    ["no participant", `/v1/calls?${NUMBER}&maxResults=10`],
    ["an empty participant", `/v1/calls?${NUMBER}&participants=&maxResults=10`],
    ["two participants", `${good}&${OTHER}`],
    ["no page size", `/v1/calls?${NUMBER}&${OTHER}`],
    ["a page of 101", `${good}1`],
    ["a page of 0", good.replace("=10", "=0")],
    ["brackets", good.replace("participants", "participants[]")],
    ["a dated filter", `${good}&createdAt[gte]=2026-10-07T10:00:00Z`],
    ["a day for an instant", `${good}&createdAfter=2026-10-07`],
  ])("and refuses %s", async (_what, path) => {
    expect((await twoSurfaces().get(path)).status).toBe(400);
  });

  test("for a user of the number only, the owner unless told otherwise", async () => {
    const { get } = twoSurfaces({
      users: [{ id: "US1", role: "owner" }, { id: "US2" }],
      phoneNumbers: [{ id: "PN00fake01", number: "+15555550100", userIds: ["US2"] }],
    });

    const asOwner = await get(good);

    expect(asOwner).toMatchObject({ status: 403, body: { code: "0101403" } });
    expect((await get(`${good}&userId=US2`)).status).toBe(200);
  });

  test("and a total that counts nothing but the page", async () => {
    const { openphone, get } = twoSurfaces();
    for (let at = 1; at <= 3; at++) openphone.addCall({ id: `AC${at}` });

    expect((await get(good.replace("=10", "=2"))).body.totalItems).toBe(2);
  });
});

test("a group call is refused by v1 and shown by the dated surface", async () => {
  const { openphone, get } = twoSurfaces();
  openphone.addCall({ id: "AC1", others: ["+15555550124"] });

  expect(await get("/v1/calls/AC1")).toMatchObject({
    status: 400,
    body: { code: "0101400", title: "Too Many Participants" },
  });
  expect((await get("/calls/AC1")).body.data.participants).toEqual([
    { phoneNumber: "+15555550100", actorId: "US00fake01" },
    { phoneNumber: "+15555550123", actorId: null },
    { phoneNumber: "+15555550124", actorId: null },
  ]);
});

describe("the dated surface lists the workspace", () => {
  const filled = () => {
    const surfaces = twoSurfaces();
    const { openphone } = surfaces;
    openphone.addCall({ id: "AC1", createdAt: "2026-10-07T10:00:00Z" });
    openphone.addCall({ id: "AC2", createdAt: "2026-10-07T11:00:00Z", answered: false });
    openphone.addCall({ id: "AC3", createdAt: "2026-10-07T12:00:00Z", others: ["+15555550124"] });
    openphone.addCall({
      id: "AC4",
      createdAt: "2026-10-07T13:00:00Z",
      direction: "outgoing",
      to: "+15555550124",
    });
    return surfaces;
  };

  test.each([
    ["", ["AC4", "AC3", "AC2", "AC1"]],
    ["?createdAt[gte]=2026-10-07T11:00:00Z&createdAt[lte]=2026-10-07T12:00:00Z", ["AC3", "AC2"]],
    ["?participant=%2B15555550124", ["AC4"]],
    ["?participant[in]=%2B15555550123,%2B15555550124&direction=incoming", ["AC3", "AC2", "AC1"]],
    ["?status[in]=no-answer,busy", ["AC2"]],
    ["?phoneNumberId=PN99", []],
    ["?actorId=US00fake01&limit=1", ["AC4"]],
  ])("%s", async (query, expected) => {
    expect(await filled().ids(`/calls${query}`)).toEqual(expected);
  });

  test.each([
    "createdAt[gt]=2026-10-07T11:00:00Z",
    "createdAt[lt]=2026-10-07T11:00:00Z",
    "updatedAt[gte]=2026-10-07T11:00:00Z",
    "sort=createdAt:asc",
    "limit=51",
    "limit=0",
    "maxResults=10",
    "include=recording",
    "status=answered,missed",
    "participant=+15555550123",
  ])("and refuses %s", async (query) => {
    expect((await twoSurfaces().get(`/calls?${query}`)).status).toBe(400);
  });
});

describe("artefacts", () => {
  test("a summary: its own path on v1, an include on the dated surface", async () => {
    const { openphone, get } = twoSurfaces();
    openphone.addCall({ id: "AC1" });
    openphone.setSummary("AC1", { summary: ["Asked about hours."] });

    const { body } = await get("/v1/call-summaries/AC1");
    expect(body.data).toMatchObject({ callId: "AC1", status: "completed", summary: ["Asked about hours."] });
    expect((await get("/calls/AC1")).body.data).not.toHaveProperty("summary");
    expect((await get("/calls?include=summary,voicemail")).body.data[0]).toMatchObject({
      summary: { type: "human", summary: ["Asked about hours."], title: null },
    });
  });

  test("that will never come are absent", async () => {
    const { openphone, get } = twoSurfaces();
    openphone.addCall({ id: "AC1" });

    expect((await get("/v1/call-summaries/AC1")).body.data.status).toBe("absent");
    expect((await get("/v1/call-transcripts/AC1")).body.data.status).toBe("absent");
    expect((await get("/calls/AC1?include=summary")).body.data.summary.status).toBe("absent");
    expect((await get("/calls/AC1/transcripts")).body.data).toEqual([]);
    expect((await get("/v1/call-recordings/AC1")).body.data).toEqual([]);
    expect((await get("/v1/call-voicemails/AC1")).status).toBe(404);
  });

  test("a voicemail shows nothing while it is processed", async () => {
    const { openphone, get } = twoSurfaces();
    openphone.addCall({ id: "AC1", hasVoicemail: true });
    openphone.addVoicemail("AC1", { status: "in-progress" });
    const before = await get("/calls/AC1?include=voicemail");
    openphone.addVoicemail("AC1", { durationSeconds: 9 });

    expect(before.body.data.voicemail).toEqual({
      id: "VM1",
      status: "in-progress",
      duration: null,
      transcript: null,
      recordingUrl: null,
    });
    expect((await get("/v1/call-voicemails/AC1")).body.data).toMatchObject({
      duration: 9,
      recordingUrl: "https://media.openphone.example/voicemails/VM1.mp3",
    });
  });

  test("transcripts are one for each segment, and one time line on v1", async () => {
    const { openphone, get } = twoSurfaces();
    openphone.addCall({ id: "AC1", createdAt: "2026-10-07T10:00:00.000Z" });
    openphone.addRecording("AC1", { id: "CRb", startTime: "2026-10-07T10:01:40.000Z" });
    openphone.addRecording("AC1", { id: "CRa", startTime: "2026-10-07T10:00:10.000Z" });
    const line = { content: "Hi", start: 1, end: 2, identifier: null, userId: "US00fake01" };
    openphone.setTranscript("AC1", { recordingId: "CRb", dialogue: [line] });
    openphone.setTranscript("AC1", { recordingId: "CRa", dialogue: [line] });

    const segments = (await get("/calls/AC1/transcripts")).body.data;
    const merged = (await get("/v1/call-transcripts/AC1")).body.data;
    const recordings = (await get("/calls/AC1/recordings?limit=1")).body;

    expect(segments.map((each: { recordingId: string }) => each.recordingId)).toEqual(["CRa", "CRb"]);
    expect(segments[1].dialogue).toEqual([
      { content: "Hi", start: 1, end: 2, identifier: null, actorId: "US00fake01" },
    ]);
    expect(merged.dialogue.map((each: { start: number }) => each.start)).toEqual([1, 91]);
    expect(recordings).toMatchObject({ data: [{ id: "CRa" }], nextCursor: expect.any(String) });
  });
});
