import { expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { call, manualClock, text } from "./under-test.js";

const databases = {
  calls: {
    Name: { type: "title" },
    "Call ID": { type: "rich_text" },
    Minutes: { type: "number" },
    Direction: { type: "select", options: ["incoming"] },
    Canvas: { type: "relation", to: "canvas", dual: "Calls" },
  },
  canvas: { Name: { type: "title" }, Phone: { type: "phone_number" } },
} as const;

async function createCall(notion: ReturnType<typeof fakeNotion>, id: string, properties: object = {}) {
  return call(notion, "POST", "/v1/pages", {
    parent: { data_source_id: notion.databases.calls!.dataSourceId },
    properties: { "Call ID": { rich_text: text(id) }, ...properties },
  });
}

test("a page is found by the key of its activity, with plain values", async () => {
  const notion = fakeNotion({ databases });
  await createCall(notion, "AC1", { Minutes: { number: 2 }, Direction: { select: { name: "outgoing" } } });
  expect(notion.page("call:AC1")).toMatchObject({
    Minutes: 2,
    Direction: "outgoing",
    "Call ID": "AC1",
    Name: "",
  });
});

test("a missing page is reported with what there is, two pages with their ids", async () => {
  const notion = fakeNotion({ databases });
  const first = await createCall(notion, "AC1");
  expect(() => notion.page("call:AC2")).toThrow('no live page has "Call ID" = "AC2". There are 1: AC1.');
  const second = await createCall(notion, "AC1");
  expect(() => notion.page("call:AC1")).toThrow(
    `2 live pages have "Call ID" = "AC1": ${first.body.id}, ${second.body.id}.`,
  );
  notion.trashPage(second.body.id);
  expect(notion.page("call:AC1")["Call ID"]).toBe("AC1");
  expect(notion.pages("calls", { inTrash: true }).map((page) => page.id)).toEqual([second.body.id]);
});

test("a page is found by the id in whatever column the mapping puts it", () => {
  const columns = { Subject: { type: "title" }, Nr: { type: "rich_text" }, Thread: { type: "phone_number" } };
  const notion = fakeNotion({
    databases: { mail: columns, calls: databases.calls, canvas: databases.canvas },
  });
  notion.addPage("mail", { Subject: "First", Nr: "m1@example.com", Thread: "m1@example.com" });
  expect(notion.page("mail:m1@example.com").Subject).toBe("First");
  notion.addPage("mail", { Subject: "Second", Nr: "m2@example.com", Thread: "m1@example.com" });
  expect(() => notion.page("mail:m1@example.com")).toThrow(/2 live pages have "Nr" or "Thread" .* idColumn/);
  expect(notion.page("mail:m1@example.com", { idColumn: "Nr" }).Subject).toBe("First");
  expect(() => notion.page("mail:m3@example.com")).toThrow(
    'no database has a property "Message ID", and no live page has "m3@example.com" in a text property',
  );
  expect(() => notion.page("mail:m1@example.com", { idColumn: "No" })).toThrow(
    'no database has a property "No".',
  );
});

test("people add, edit, trash and restore rows without limits", async () => {
  const notion = fakeNotion({ databases });
  const jane = notion.addPage("canvas", { Name: "J".repeat(3_000), Phone: "+1 (555) 555-0123" });
  notion.editPage(jane.id.replaceAll("-", ""), { Phone: "555 555 0124" });
  expect(notion.pages("canvas")[0]?.values).toEqual({
    Name: "J".repeat(3_000),
    Phone: "555 555 0124",
    Calls: [],
  });
  notion.trashPage(jane.id);
  expect(notion.pages("canvas")).toEqual([]);
  notion.restorePage(jane.id);
  expect(notion.pages("canvas")).toHaveLength(1);
  expect(() => notion.addPage("canvas", { Fone: "1" })).toThrow(
    'has no property "Fone"; it has "Name", "Phone"',
  );
});

test("a renamed property keeps its values, a removed one is refused in writes", async () => {
  const notion = fakeNotion({ databases });
  await createCall(notion, "AC1", { Minutes: { number: 3 } });
  notion.renameProperty("calls", "Minutes", "Length");
  expect(notion.page("call:AC1").Length).toBe(3);
  expect((await createCall(notion, "AC2", { Minutes: { number: 3 } })).body.message).toBe(
    "Minutes is not a property that exists.",
  );
  notion.addProperty("calls", "Team", { type: "select" });
  notion.removeProperty("calls", "Length");
  expect(Object.keys(notion.page("call:AC1"))).toEqual(["Name", "Call ID", "Direction", "Canvas", "Team"]);
});

test("a dual relation fills the other side, and is cut to 25 in page reads", async () => {
  const notion = fakeNotion({ databases });
  const jane = notion.addPage("canvas", { Name: "Jane" });
  for (let index = 0; index < 30; index++) {
    await createCall(notion, `AC${index}`, { Canvas: { relation: [{ id: jane.id }] } });
  }
  expect(notion.pages("canvas")[0]?.values.Calls).toHaveLength(30);
  const read = await call(notion, "GET", `/v1/pages/${jane.id}`);
  expect(read.body.properties.Calls).toMatchObject({ has_more: true });
  expect(read.body.properties.Calls.relation).toHaveLength(25);

  const path = `/v1/pages/${jane.id}/properties/${read.body.properties.Calls.id}`;
  const first = await call(notion, "GET", `${path}?page_size=20`);
  const rest = await call(notion, "GET", `${path}?page_size=20&start_cursor=${first.body.next_cursor}`);
  expect(rest.body).toMatchObject({ has_more: false, next_cursor: null });
  const ids = [...first.body.results, ...rest.body.results].map((item) => item.relation.id);
  expect(ids).toEqual(notion.pages("calls").map((page) => page.id));

  notion.editPage(notion.pages("calls")[0]!.id, { Canvas: [] });
  expect(notion.pages("canvas")[0]?.values.Calls).toHaveLength(29);
});

test("requests are counted by kind and logged without their bodies", async () => {
  const clock = manualClock();
  const notion = fakeNotion({ databases, clock });
  await createCall(notion, "AC1");
  await call(notion, "POST", `/v1/data_sources/${notion.databases.calls.dataSourceId}/query`, {});
  await call(notion, "GET", "/v1/nowhere");
  expect(notion.counts).toMatchObject({ requests: 3, creates: 1, queries: 1, updates: 0 });
  expect(notion.requests[0]).toEqual({ method: "POST", path: "/v1/pages", status: 200, at: clock.now() });
  expect(notion.requests[2]?.status).toBe(400);
});

test("the same calls give the same ids in every run", async () => {
  const ids = async () => {
    const notion = fakeNotion({ databases, clock: manualClock() });
    return [(await createCall(notion, "AC1")).body.id, notion.databases.calls.id];
  };
  expect(await ids()).toEqual(await ids());
});

test("wrong declarations are refused at once", () => {
  expect(() => fakeNotion({ databases: { calls: { A: { type: "number" } } } })).toThrow(
    '"calls" needs one title column',
  );
  expect(() =>
    fakeNotion({ databases: { calls: { A: { type: "title" }, B: { type: "relation", to: "nowhere" } } } }),
  ).toThrow('column "B" relates to "nowhere", which is not declared');
  expect(() => fakeNotion({ databases: { calls: { A: { type: "title" }, B: { type: "place" } } } })).toThrow(
    'type "place", which the fake does not model',
  );
});

test("a relation without a target goes to canvas, or to its own database where there is none", async () => {
  const calls = {
    Name: { type: "title" },
    "Call ID": { type: "rich_text" },
    Canvas: { type: "relation" },
  } as const;
  const alone = fakeNotion({ databases: { calls } });
  const schema = await call(alone, "GET", `/v1/data_sources/${alone.databases.calls.dataSourceId}`);
  expect(schema.body.properties.Canvas.relation.data_source_id).toBe(alone.databases.calls.dataSourceId);
  const both = fakeNotion({ databases: { calls, canvas: databases.canvas } });
  const linked = await call(both, "GET", `/v1/data_sources/${both.databases.calls.dataSourceId}`);
  expect(linked.body.properties.Canvas.relation).toMatchObject({
    data_source_id: both.databases.canvas.dataSourceId,
    type: "single_property",
  });
});
