import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fakeOpenPhone } from "./fake-openphone.js";

function asked(openphone = fakeOpenPhone({ rateLimit: false })) {
  const get = async (path: string) => {
    const headers = { authorization: "key", "quo-api-version": "2026-03-30" };
    const response = await openphone.fetch(`https://api.quo.com${path}`, { headers });
    return { status: response.status, body: await response.json() };
  };
  const ids = async (path: string) => (await get(path)).body.data.map((row: { id: string }) => row.id);
  return { openphone, get, ids };
}

describe("paging", () => {
  const instant = (minute: number) => new Date(Date.UTC(2026, 9, 7, 10, minute)).toISOString();

  test("shows every row once, though newer ones arrive meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 50 }),
        async (count, limit) => {
          const { openphone, get } = asked();
          for (let at = 0; at < count; at++) openphone.addCall({ id: `AC${at}`, createdAt: instant(at) });
          const seen: string[] = [];
          let after: string | null = null;
          do {
            const cursor: string = after === null ? "" : `&after=${encodeURIComponent(after)}`;
            const { body } = await get(`/calls?limit=${limit}${cursor}`);
            expect(body.data.length).toBeLessThanOrEqual(limit);
            seen.push(...body.data.map((row: { id: string }) => row.id));
            after = body.nextCursor;
            openphone.addCall({ id: `ACnew${seen.length}`, createdAt: instant(59) });
          } while (after !== null);

          expect(seen).toEqual(Array.from({ length: count }, (_, at) => `AC${count - 1 - at}`));
        },
      ),
      { numRuns: 30 },
    );
  });

  test("refuses a cursor that was made up, or that belongs to another question", async () => {
    const { openphone, get } = asked();
    for (let at = 0; at < 3; at++) openphone.addMessage({ id: `AC${at}` });
    const cursor = encodeURIComponent((await get("/messages?limit=1")).body.nextCursor);

    expect((await get(`/messages?limit=2&after=${cursor}`)).status).toBe(200);
    expect((await get(`/messages?limit=1&direction=incoming&after=${cursor}`)).status).toBe(400);
    expect((await get("/messages?after=1")).status).toBe(400);
  });

  test("uses page tokens on v1", async () => {
    const { openphone, get } = asked();
    for (let at = 0; at < 3; at++) openphone.addContact({ id: `66${at}` });
    const first = (await get("/v1/contacts?maxResults=2")).body;
    const token = encodeURIComponent(first.nextPageToken);
    const second = (await get(`/v1/contacts?maxResults=2&pageToken=${token}`)).body;

    expect([...first.data, ...second.data]).toHaveLength(3);
    expect(second.nextPageToken).toBeNull();
  });
});

describe("messages", () => {
  const filled = () => {
    const all = asked();
    all.openphone.addMessage({ id: "AC1", createdAt: "2026-10-07T10:00:00Z" });
    all.openphone.addMessage({
      id: "AC2",
      createdAt: "2026-10-07T11:00:00Z",
      direction: "outgoing",
      status: "failed",
    });
    all.openphone.addMessage({
      id: "AC3",
      createdAt: "2026-10-07T12:00:00Z",
      direction: "outgoing",
      to: ["+15555550123", "+15555550124"],
    });
    return all;
  };

  test.each([
    ["/messages", ["AC3", "AC2", "AC1"]],
    ["/messages?createdAt[gt]=2026-10-07T10:00:00Z&createdAt[lt]=2026-10-07T12:00:00Z", ["AC2"]],
    ["/messages?to=%2B15555550123", ["AC3", "AC2"]],
    ["/messages?to[all]=%2B15555550124,%2B15555550123", ["AC3"]],
    ["/messages?status=failed", ["AC2"]],
    ["/v1/messages?phoneNumberId=PN00fake01&participants=%2B15555550123&maxResults=9", ["AC2", "AC1"]],
    [
      "/v1/messages?phoneNumberId=PN00fake01&participants=%2B15555550124&participants=%2B15555550123&maxResults=9",
      ["AC3"],
    ],
  ])("%s", async (path, expected) => {
    expect(await filled().ids(path)).toEqual(expected);
  });

  test.each([
    "/messages?createdAt[gte]=2026-10-07T10:00:00Z",
    "/messages?createdAt[lte]=2026-10-07T10:00:00Z",
    "/messages?conversationId=CN1",
    "/messages?limit=51",
    "/v1/messages?phoneNumberId=PN00fake01&maxResults=10",
    "/v1/messages?phoneNumberId=PN00fake01&participants=+15555550123&maxResults=10",
  ])("%s is refused", async (path) => {
    expect((await filled().get(path)).status).toBe(400);
  });

  test("failed is a status of the dated surface alone", async () => {
    const { get } = filled();

    expect((await get("/messages/AC2")).body.data.status).toBe("failed");
    expect((await get("/v1/messages/AC2")).body.data.status).toBe("undelivered");
  });
});

describe("conversations", () => {
  test("follow their activities, and leave out the own number", async () => {
    const { openphone, get } = asked();
    openphone.addMessage({ id: "AC1", createdAt: "2026-10-07T10:00:00.000Z" });
    openphone.addCall({ id: "AC2", createdAt: "2026-10-07T12:00:00.000Z" });
    openphone.addMessage({ id: "AC3", createdAt: "2026-10-07T11:00:00.000Z" });

    const { data } = (await get("/v1/conversations?phoneNumbers=%2B15555550100&maxResults=10")).body;

    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      participants: ["+15555550123"],
      lastActivityId: "AC2",
      updatedAt: "2026-10-07T12:00:00.000Z",
    });
  });

  test("sort, and are filtered by their last change", async () => {
    const { openphone, ids, get } = asked();
    openphone.addConversation({ id: "CN1", updatedAt: "2026-10-07T10:00:00Z" });
    openphone.addConversation({ id: "CN2", updatedAt: "2026-10-07T11:00:00Z", phoneNumberId: "PN2" });

    expect(await ids("/conversations?sort=updatedAt:asc")).toEqual(["CN1", "CN2"]);
    expect(await ids("/conversations?updatedAt[gte]=2026-10-07T11:00:00Z")).toEqual(["CN2"]);
    expect(await ids("/conversations?phoneNumberId[in]=PN00fake01,PN3")).toEqual(["CN1"]);
    expect((await get("/conversations?sort=name:asc")).status).toBe(400);
    expect((await get("/conversations")).body.data[0]).not.toHaveProperty("assignedTo");
  });
});

describe("the directory", () => {
  test("calls a number by another name on each surface", async () => {
    const { get } = asked();

    expect((await get("/v1/phone-numbers")).body.data[0]).toMatchObject({
      number: "+15555550100",
      formattedNumber: "(555) 555-0100",
      users: [{ id: "US00fake01" }],
    });
    const { data } = (await get("/phone-numbers?phoneNumber=%2B15555550100")).body;
    expect(data[0].phoneNumber).toBe("+15555550100");
    expect(data[0]).not.toHaveProperty("number");
    expect((await get("/phone-numbers/PN00fake01/users")).body.data).toHaveLength(1);
  });

  test("knows no AI agent as a user", async () => {
    const { get } = asked();

    expect((await get("/v1/users/SY00fake01")).status).toBe(400);
    expect((await get("/users/SY00fake01")).status).toBe(400);
    expect((await get("/users/US00fake01")).body.data.firstName).toBe("Dana");
  });

  test("replaces whoever is added again", async () => {
    const { openphone, get } = asked();
    openphone.addUser({ id: "US00fake01", firstName: "Robin" });
    openphone.addPhoneNumber({ id: "PN2", number: "+15555550101" });

    expect((await get("/users")).body.data).toHaveLength(1);
    expect((await get("/phone-numbers/PN2/users")).body.data[0].firstName).toBe("Robin");
  });
});

test("contacts are flat on the dated surface, with their numbers as properties", async () => {
  const { openphone, get } = asked();
  openphone.addContact({ id: "66a", firstName: "Jane", phoneNumbers: ["+15555550123"], externalId: "n1" });
  openphone.addContact({ id: "66b", firstName: "June" });

  expect((await get("/contacts?externalId[in]=n1,n2")).body.data).toEqual([
    expect.objectContaining({ id: "66a", firstName: "Jane" }),
  ]);
  expect((await get("/contacts/66a/properties")).body.data).toEqual([
    { id: "ph1", type: "phone-number", name: "mobile", value: "+15555550123" },
  ]);
  expect((await get("/contacts/66c")).status).toBe(404);
});
