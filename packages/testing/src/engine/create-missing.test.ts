import { select } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { contactDeleted, contactUpdated } from "../payloads/contact-events.js";
import { messageReceived } from "../payloads/message-events.js";
import { errorAnswer, intercept } from "./intercept.js";
import { createWorld, type WorldOptions } from "./world.js";

const creating = (options: WorldOptions = {}) =>
  createWorld({ ...options, engine: { canvas: { createMissing: true }, ...options.engine } });
const contactsOf = ({ notion }: ReturnType<typeof createWorld>) =>
  notion.pages("canvas").map(({ id, values }) => ({ id, Name: values.Name, Phone: values.Phone, ...values }));

test("whoever writes and is no contact becomes one, once, and all that he wrote is linked", async () => {
  const world = creating();
  await world.receive(messageReceived({ id: "AC2" }), messageReceived({ id: "AC3" }), callCompleted());
  await world.run(10_000);
  const [contact, ...others] = contactsOf(world);
  expect(others).toEqual([]);
  expect(contact).toMatchObject({ Name: "+1 555 555 0123", Phone: "+15555550123" });
  for (const key of ["message:AC2", "message:AC3", "call:AC1"] as const)
    expect(world.notion.page(key).Canvas).toEqual([contact!.id]);
});

test("it is off unless it is asked for", async () => {
  const world = createWorld();
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run(10_000);
  expect(contactsOf(world)).toEqual([]);
});

test("somebody who is a contact is not made again, though the index does not know him yet", async () => {
  const world = creating();
  await world.receive(messageReceived({ id: "AC2", from: "+15555550177" }));
  await world.run(10_000);
  const jane = world.notion.addPage("canvas", { Name: "Jane", Phone: "(555) 555-0123" });
  await world.receive(messageReceived({ id: "AC3" }));
  await world.run(10_000);
  expect(contactsOf(world)).toHaveLength(2);
  expect(world.notion.page("message:AC3").Canvas).toEqual([jane.id]);
});

test("no own number, short code or withheld number becomes a contact, and nobody while our side is unknown", async () => {
  const world = creating();
  world.openphone.addPhoneNumber({ id: "PNother", number: "+15555550144" });
  await world.receive(
    messageReceived({ id: "AC2", from: "Anonymous" }),
    messageReceived({ id: "AC3", from: "22395" }),
    messageReceived({ id: "AC4", from: "+15555550144" }),
  );
  const { key } = await world.engine.ingestMail({
    messageId: "m@example.com",
    from: { address: "jane@example.com" },
  });
  await world.run(60_000);
  expect(contactsOf(world)).toEqual([]);
  expect(world.notion.page(key).Canvas ?? []).toEqual([]);
});

test("nobody becomes a contact before our own numbers could be read, and then whoever is none of them", async () => {
  const world = creating();
  world.openphone.addPhoneNumber({ id: "PNother", number: "+15555550144" });
  world.openphone.faults.next({ path: /phone-numbers/, times: 10 }, "500");
  await world.receive(
    callCompleted({ id: "AC1", from: "+15555550144" }),
    callCompleted({ id: "AC2" }),
    messageReceived({ id: "AC3" }),
  );
  await world.run(10_000);
  expect(world.notion.page("call:AC2").Canvas).toEqual([]);
  expect(contactsOf(world)).toEqual([]);
  world.openphone.faults.clear();
  await world.run(10 * 60_000);
  const [jane, ...others] = contactsOf(world);
  expect(others).toEqual([]);
  expect(jane).toMatchObject({ Phone: "+15555550123" });
  for (const key of ["call:AC2", "message:AC3"] as const)
    expect(world.notion.page(key).Canvas).toEqual([jane!.id]);
  expect(world.notion.page("call:AC1").Canvas).toEqual([]);
});

test("the sender of a mail becomes a contact under his name", async () => {
  const world = creating({
    engine: { canvas: { createMissing: true }, mail: { ownAddresses: ["@example.org"] } },
  });
  await world.engine.ingestMail({
    messageId: "m@example.com",
    from: { address: "Jane@example.com", name: "Jane Doe" },
    to: [{ address: "office@example.org" }],
  });
  await world.run(10_000);
  expect(contactsOf(world)).toMatchObject([{ Name: "Jane Doe", Email: "jane@example.com" }]);
});

test("a template adds columns, and the number stays what it is", async () => {
  const template = {
    Source: select(() => "OpenPhone"),
    Phone: select(() => "not this"),
  };
  const world = creating({ engine: { canvas: { createMissing: template } } });
  world.notion.addProperty("canvas", "Source", { type: "select" });
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run(10_000);
  expect(contactsOf(world)).toMatchObject([{ Source: "OpenPhone", Phone: "+15555550123" }]);
});

describe("names", () => {
  test.each(["+15555550123", "(555) 555-0123"])("come from OpenPhone's contacts, of %s", async (phone) => {
    const world = creating();
    world.openphone.addContact({ id: "66a", firstName: "Jane", lastName: "Doe", phoneNumbers: [phone] });
    await world.receive(messageReceived({ id: "AC2" }));
    await world.run(10_000);
    expect(contactsOf(world)).toMatchObject([{ Name: "Jane Doe" }]);
  });

  test("that become known later are given to a contact that was made without, unless somebody has named it", async () => {
    const world = creating();
    await world.receive(messageReceived({ id: "AC2" }), messageReceived({ id: "AC3", from: "+15555550177" }));
    await world.run(10_000);
    const other = contactsOf(world).find(({ Phone }) => Phone === "+15555550177")!;
    world.notion.editPage(other.id, { Name: "My brother" });
    await world.receive(
      contactUpdated({ phoneNumbers: ["+15555550123", "+15555550177"], eventId: "EVc1" }),
      contactUpdated({ phoneNumbers: ["+15555550188"], firstName: "Omar", lastName: null, eventId: "EVc2" }),
      contactUpdated({ phoneNumbers: ["+15555550199"], firstName: "Gone", eventId: "EVc3" }),
      contactDeleted({ phoneNumbers: ["+15555550199"], eventId: "EVc4" }),
    );
    await expect
      .poll(() => contactsOf(world).map(({ Name }) => Name))
      .toEqual(expect.arrayContaining(["Jane Doe", "My brother"]));
    await world.receive(messageReceived({ id: "AC5", from: "+15555550188" }));
    await world.receive(messageReceived({ id: "AC6", from: "+15555550199" }));
    await world.run(10_000);
    const names = contactsOf(world).map(({ Name }) => Name);
    expect(new Set(names)).toEqual(new Set(["Jane Doe", "My brother", "Omar", "+1 555 555 0199"]));
  });
});

describe("a name that OpenPhone tells for a contact that was made under its number", () => {
  const made = async () => {
    const world = creating();
    await world.receive(messageReceived({ id: "AC2" }));
    await world.run(10_000);
    const title = () => contactsOf(world)[0]?.Name;
    const tell = async (event: Parameters<typeof world.receive>[0]) => {
      await world.receive(event);
      await world.run(5_000);
    };
    return { ...world, title, tell };
  };

  test("is tried when it is told, and if Notion fails then, with the next event of that contact", async () => {
    const world = await made();
    world.notion.faults.next({ method: "PATCH", path: "/v1/pages/:id" }, "500");
    await world.tell(contactUpdated({ eventId: "EVc1" }));
    await world.run(600_000);
    expect(world.title()).toBe("+1 555 555 0123");
    expect(world.log.join("\n")).toContain("contact.not_told");
    await world.tell(contactUpdated({ eventId: "EVc2" }));
    await expect.poll(world.title).toBe("Jane Doe");
  });

  test("is given once: what OpenPhone calls the contact later, or that it is deleted there, changes nothing", async () => {
    const world = await made();
    await world.tell(contactUpdated({ eventId: "EVc1" }));
    await expect.poll(world.title).toBe("Jane Doe");
    await world.tell(contactUpdated({ eventId: "EVc2", lastName: "Smith" }));
    await world.tell(contactDeleted({ eventId: "EVc3" }));
    expect(contactsOf(world)).toMatchObject([{ Name: "Jane Doe", Phone: "+15555550123" }]);
  });

  test("is not given to a contact in the trash", async () => {
    const world = await made();
    const { id } = contactsOf(world)[0]!;
    world.notion.trashPage(id);
    await world.tell(contactUpdated());
    world.notion.restorePage(id);
    expect(world.title()).toBe("+1 555 555 0123");
  });
});

describe("one page for each number", () => {
  test("of two workers that meet it at once", async () => {
    const world = creating({ notion: { queryLagMs: 3_000 } });
    const first = world.engine;
    world.restart();
    await world.receive(messageReceived({ id: "AC2" }), messageReceived({ id: "AC3" }));
    await Promise.all([
      first.consume({ key: "message:AC2", priority: "critical" }),
      world.engine.consume({ key: "message:AC3", priority: "critical" }),
    ]);
    await world.run(120_000);
    const contacts = contactsOf(world);
    expect(contacts).toHaveLength(1);
    for (const key of ["message:AC2", "message:AC3"] as const)
      expect(world.notion.page(key).Canvas).toEqual([contacts[0]!.id]);
  });

  test.each([
    "503-after-commit",
    "503",
    "500",
    "reset-before-commit",
    "reset-after-commit",
    "timeout-before-commit",
    "timeout-after-commit",
    "429",
    "409",
  ] as const)("when its create ends in %s", async (fault) => {
    const world = creating({ notion: { queryLagMs: 3_000 } });
    world.notion.faults.next({ method: "POST", path: "/v1/pages" }, fault);
    await world.receive(messageReceived({ id: "AC2" }));
    await world.run(20_000);
    await world.receive(messageReceived({ id: "AC3" }));
    await world.run(400_000);
    const contacts = contactsOf(world);
    expect(contacts).toHaveLength(1);
    for (const key of ["message:AC2", "message:AC3"] as const)
      expect(world.notion.page(key).Canvas).toEqual([contacts[0]!.id]);
  });

  test.each(["before", "after"])("when its worker dies %s the create is sent", async (moment) => {
    const world = creating({ notion: { queryLagMs: 3_000 } });
    const { putCursor } = world.store;
    let writes = 0;
    world.store.putCursor = async (name, value, options) => {
      const isIntent = name.startsWith("contact:");
      if (isIntent) writes++;
      if (isIntent && writes === (moment === "before" ? 1 : 2)) throw new Error("died");
      return putCursor(name, value, options);
    };
    await world.receive(messageReceived({ id: "AC2" }));
    await world.run(1_000);
    world.store.putCursor = putCursor;
    world.restart();
    await world.run(600_000);
    expect(contactsOf(world)).toHaveLength(1);
    expect(world.notion.page("message:AC2").Canvas).toEqual([contactsOf(world)[0]!.id]);
  });
});

test("a contact that was made and is thrown away stays so", async () => {
  const world = creating();
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run(10_000);
  world.notion.trashPage(contactsOf(world)[0]!.id);
  await world.engine.canvas!.refresh();
  await world.run(600_000);
  await world.engine.canvas!.refresh();
  await world.receive(messageReceived({ id: "AC3" }));
  await world.run(60_000);
  expect(world.notion.pages("canvas", { inTrash: false })).toEqual([]);
  expect(world.notion.page("message:AC3").Canvas).toEqual([]);
});

test("somebody whose contact the user made and threw away is not made again, but linked when it is fetched back", async () => {
  const world = creating();
  const jane = world.notion.addPage("canvas", { Name: "Jane", Phone: "(555) 555-0123" });
  world.notion.addPage("canvas", { Name: "Omar, once", Phone: "+15555550188" });
  world.notion.trashPage(jane.id);
  for (const { id, values } of world.notion.pages("canvas"))
    if (values.Name === "Omar, once") world.notion.trashPage(id);
  world.notion.addPage("canvas", { Name: "Omar", Phone: "+15555550188" });
  await world.receive(messageReceived({ id: "AC2" }), messageReceived({ id: "AC3", from: "+15555550188" }));
  await world.run(10_000);
  const names = () => world.notion.pages("canvas", { inTrash: false }).map(({ values }) => values.Name);
  expect(names()).toEqual(["Omar"]);
  expect(world.notion.page("message:AC2").Canvas).toEqual([]);
  const before = world.notion.counts.queries;
  await world.receive(messageReceived({ id: "AC4" }));
  await world.run(10_000);
  expect(names()).toEqual(["Omar"]);
  // The trash is looked into once; after that the page is read by its id.
  expect(world.notion.counts.queries - before).toBeLessThanOrEqual(1);

  world.notion.restorePage(jane.id);
  await world.receive(messageReceived({ id: "AC5" }));
  await world.run(10_000);
  expect(world.notion.page("message:AC5").Canvas).toEqual([jane.id]);
  expect(names()).toHaveLength(2);
});

test("a trash that Notion does not list keeps nobody from becoming a contact", async () => {
  const world = creating();
  intercept(world.notion, async (request) => {
    const isOfTrash = request.url.endsWith("/query") && (await request.clone().text()).includes("in_trash");
    return isOfTrash ? errorAnswer(400, "body.in_trash is not supported") : undefined;
  });
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run(10_000);
  expect(contactsOf(world)).toHaveLength(1);
});

test("a contact database that cannot hold the number is told of, and no row waits for it", async () => {
  const world = creating();
  world.notion.removeProperty("canvas", "Phone");
  world.notion.addProperty("canvas", "Phones", { type: "number" });
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run(10_000);
  expect(contactsOf(world)).toEqual([]);
  expect(world.notion.pages("messages")).toHaveLength(1);
  expect(world.alerts[0]).toMatchObject({ code: "invalid_configuration" });
});
