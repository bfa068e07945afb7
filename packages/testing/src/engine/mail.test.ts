import { type MailInput, parseEvent } from "@openphone-notion/core";
import { parseMail } from "@openphone-notion/core/mail";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rawMail } from "../payloads/raw-mail.js";
import { createWorld, type WorldOptions } from "./world.js";

const mailWorld = (options: WorldOptions = {}) => {
  const world = createWorld({
    ...options,
    engine: { mail: { ownAddresses: ["@example.org"] }, ...options.engine },
  });
  return {
    ...world,
    ingest: (mail: MailInput) => world.engine.ingestMail(mail),
    ingestRaw: async (raw: Uint8Array) => world.engine.ingestMail(await parseMail(raw)),
    stored: () => world.storage.list("media/"),
  };
};

test("a mail becomes one row, linked to its sender, its attachment a link", async () => {
  const world = mailWorld();
  const jane = world.notion.addPage("canvas", { Name: "Jane", Email: "Jane@Example.com" });
  const raw = rawMail({
    text: "Are you open on Sunday?",
    references: "<root@example.com> <second@example.com>",
    attachments: [{ name: "plan.pdf", contentType: "application/pdf", content: "%PDF" }],
  });
  expect(await world.ingestRaw(raw)).toEqual({ status: "stored", key: "mail:m1@mail.example.com" });
  await world.run();
  expect(world.notion.page("mail:m1@mail.example.com")).toMatchObject({
    Subject: "Opening hours",
    "Message ID": "m1@mail.example.com",
    From: "jane@example.com",
    To: "office@example.org",
    Body: "Are you open on Sunday?",
    Direction: "Incoming",
    "Sent At": "2026-10-07T15:00:00.000+00:00",
    "Thread ID": "root@example.com",
    Canvas: [jane.id],
    Attachments: [
      expect.objectContaining({ name: "plan.pdf", url: expect.stringContaining("/media/2026/10/07/") }),
    ],
  });
  expect(world.notion.counts.creates).toBe(1);
});

test("its parts are durable before it is acknowledged, and kept outside of the inbox", async () => {
  const world = mailWorld();
  await world.ingestRaw(rawMail({ attachments: [{ name: "a.bin", content: "x".repeat(100_000) }] }));
  const { objects } = await world.stored();
  expect(objects).toEqual([
    expect.objectContaining({
      size: 100_000,
      metadata: expect.objectContaining({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), name: "a.bin" }),
    }),
  ]);
  const { events } = await world.store.events({ limit: 10 });
  expect(events).toHaveLength(1);
  expect(events[0]!.body.length).toBeLessThan(2_000);
  expect(parseEvent(events[0]!.body, { receivedAt: 1 })).toMatchObject({
    system: "mail",
    activity: { key: "mail:m1@mail.example.com" },
  });
});

test("a storage that fails refuses the mail; given again, it is whole", async () => {
  const world = mailWorld();
  const put = world.storage.put;
  world.storage.put = async () => {
    throw new Error("disk full");
  };
  const raw = rawMail({ attachments: [{ name: "a.txt", contentType: "text/plain", content: "hello" }] });
  await expect(world.ingestRaw(raw)).rejects.toMatchObject({ code: "store_unavailable", retry: "after" });
  expect((await world.store.events({ limit: 10 })).events).toEqual([]);
  world.storage.put = put;
  await world.ingestRaw(raw);
  await world.run();
  expect(world.notion.page("mail:m1@mail.example.com").Attachments).toHaveLength(1);
});

test("a repeat is a duplicate: nothing is stored, written or asked for twice", async () => {
  const world = mailWorld();
  const raw = rawMail({ text: "Once", attachments: [{ name: "a.txt", content: "hello" }] });
  await world.ingestRaw(raw);
  await world.run();
  const requests = world.notion.requests.length;
  world.storage.put = async () => {
    throw new Error("stored twice");
  };
  expect((await world.ingestRaw(raw)).status).toBe("duplicate");
  await world.clock.advance(3_600_000);
  expect((await world.ingestRaw(raw)).status).toBe("duplicate");
  await world.run(60_000);
  expect(world.notion.requests).toHaveLength(requests);
});

test("another mail under a known id changes nothing of the first, in whatever order they are folded", async () => {
  const world = mailWorld();
  await world.ingestRaw(rawMail({ text: "What was said" }));
  await world.clock.advance(1_000);
  const forged = rawMail({ text: "What somebody claims at length", subject: "Changed", date: undefined! });
  expect((await world.ingestRaw(forged)).status).toBe("stored");
  await world.run();
  expect(world.notion.pages("mail")).toHaveLength(1);
  expect(world.notion.page("mail:m1@mail.example.com")).toMatchObject({
    Body: "What was said",
    Subject: "Opening hours",
  });
});

test("a mail without Message-ID is known by its content, one without Date is dated by its arrival", async () => {
  const world = mailWorld();
  const bare = { from: { address: "jane@example.com" }, text: "Hello" };
  const arrival = world.clock.now();
  const { key } = await world.ingest(bare);
  expect(key).toMatch(/^mail:content-[0-9a-f]{32}$/);
  await world.run();
  await world.clock.advance(10_000);
  expect(await world.ingest(bare)).toEqual({ status: "duplicate", key });
  expect((await world.ingest({ ...bare, text: "Hello!" })).key).not.toBe(key);
  await world.run();
  expect(Date.parse(String(world.notion.page(key)["Sent At"]))).toBe(arrival);
  expect(world.notion.pages("mail")).toHaveLength(2);
});

test("every external participant is linked, own addresses are not looked up", async () => {
  const world = mailWorld();
  const [jane, omar, replies] = ["jane@example.com", "omar@example.net", "desk@example.com"].map(
    (address) => world.notion.addPage("canvas", { Name: address, Email: address }).id,
  );
  world.notion.addPage("canvas", { Name: "Us", Email: "office@example.org" });
  const { key } = await world.ingest({
    messageId: "<m2@example.org>",
    from: { address: "office@example.org" },
    to: [{ address: "JANE@example.com", name: "Jane" }],
    cc: [{ address: "omar@example.net" }, { address: "sales@example.org" }],
    replyTo: [{ address: "desk@example.com" }],
    subject: "Offer",
  });
  await world.run();
  const row = world.notion.page(key);
  expect(new Set(row.Canvas as string[])).toEqual(new Set([jane, omar, replies]));
  expect(row).toMatchObject({ Direction: "Outgoing", CC: "omar@example.net, sales@example.org" });
});

test("whom it was delivered to is ours, though the mail does not name them", async () => {
  const world = mailWorld({ engine: { mail: {} } });
  const { key } = await world.ingest({
    messageId: "m3@example.com",
    from: { address: "jane@example.com" },
    to: [{ address: "office@example.net" }],
    deliveredTo: ["Office@example.net"],
  });
  const { key: unknown } = await world.ingest({ messageId: "m4@x", from: { address: "jane@example.com" } });
  await world.run();
  expect(world.notion.page(key)).toMatchObject({ Direction: "Incoming" });
  expect(world.notion.page(unknown).Direction ?? null).toBeNull();
});

test("without file storage the mail is taken, and says what it lacks", async () => {
  const world = mailWorld({ engine: { media: undefined as never } });
  const attachments = [{ name: "a.txt", content: new Uint8Array(3) }];
  const { key } = await world.ingest({ messageId: "m5@example.com", text: "See below", attachments });
  await world.run();
  expect(world.notion.page(key)).toMatchObject({
    Body: "See below\n\n[Attachment left out, no file storage is set: a.txt]",
  });
});

test("an attachment over the limit is left out, and the mail says so", async () => {
  const world = mailWorld({ engine: { mail: { maxAttachmentBytes: 10 } } });
  const attachments = [
    { name: "big.bin", content: new Uint8Array(11) },
    { name: "fits.bin", content: new Uint8Array(10) },
  ];
  const { key } = await world.ingest({ messageId: "m6@example.com", attachments });
  await world.run();
  const row = world.notion.page(key);
  expect(row.Body).toContain("big.bin");
  expect(row.Attachments).toEqual([expect.objectContaining({ name: "fits.bin" })]);
});

test("a text that no property holds goes on in the page, one that no state holds is attached whole", async () => {
  const world = mailWorld();
  const line = (index: number) => `Line ${index} ${"é".repeat(80)}`;
  const text = Array.from({ length: 10_000 }, (_, index) => line(index)).join("\n");
  const { key } = await world.ingest({ messageId: "m7@example.com", text });
  await world.run(60_000);
  const page = world.notion.pages("mail")[0]!;
  const shown = `${world.notion.page(key).Body}${page.children.flatMap((toggle) => toggle.children.map((block) => block.text)).join("")}`;
  expect(shown).toContain(text.slice(0, 200_000));
  expect(shown).toMatch(/longer than shown here: see Mail\.txt\.\]$/);
  const { objects } = await world.stored();
  const { body } = (await world.storage.get(objects[0]!.key))!;
  expect(await new Response(body as never).text()).toContain(text);
  expect(world.notion.page(key).Attachments).toEqual([expect.objectContaining({ name: "Mail.txt" })]);
});

test("10,000 recipients are looked up for the first hundred, and all of them kept", async () => {
  const world = mailWorld();
  const to = Array.from({ length: 10_000 }, (_, index) => ({ address: `guest-${index}@example.com` }));
  const { key } = await world.ingest({ messageId: "m8@example.com", from: { address: "a@example.org" }, to });
  await world.run(60_000);
  const { objects } = await world.stored();
  const { body } = (await world.storage.get(objects[0]!.key))!;
  expect(await new Response(body as never).text()).toContain("guest-9999@example.com");
  expect(world.notion.page(key).To).toContain("guest-0@example.com");
  expect(world.notion.counts.queries).toBeLessThanOrEqual(100);
});

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    "\0",
    "\ud800",
    "a\udc00",
    "../../etc/passwd",
    "C:\\boot.ini",
    "\u202efdp.exe",
    "__proto__",
    "<>",
  ),
  fc.string({ unit: "grapheme", maxLength: 2_000 }),
);
const anyAddress = fc.record(
  { address: fc.oneof(anyText, fc.emailAddress()), name: anyText },
  { requiredKeys: ["address"] },
);
const someAddresses = fc.array(anyAddress, { maxLength: 5 });
const anyMail = fc.record(
  {
    messageId: fc.oneof(anyText, fc.constantFrom("<a@b>", "<a b>", "<>", `<${"x".repeat(300)}@y>`)),
    from: anyAddress,
    ...{ to: someAddresses, cc: someAddresses, bcc: someAddresses, replyTo: someAddresses },
    ...{ subject: anyText, text: anyText, date: anyText, inReplyTo: anyText, references: anyText },
    deliveredTo: fc.array(anyText, { maxLength: 2 }),
    attachments: fc.array(
      fc.record(
        { name: anyText, contentType: anyText, content: fc.uint8Array({ maxLength: 8 }) },
        { requiredKeys: ["content"] },
      ),
      { maxLength: 5 },
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<MailInput>;

describe("whatever a mail is made of", () => {
  test("it is taken, written once, and known when it comes again", async () => {
    await fc.assert(
      fc.asyncProperty(anyMail, async (mail) => {
        const world = mailWorld();
        const { key } = await world.ingest(mail);
        await world.run();
        const again = await world.ingest(mail);
        expect(again).toEqual({ status: "duplicate", key });
        const state = await world.store.activity(key);
        expect(state).toMatchObject({ status: "synced" });
        expect(world.notion.pages("mail")).toHaveLength(1);
        const row = world.notion.page(key);
        const files = (row.Attachments ?? []) as { name: string; url: string }[];
        const { objects } = await world.stored();
        expect(new Set(files.map(({ url }) => url)).size).toBe(objects.length);
        for (const { key: path } of objects)
          expect(path).toMatch(/^media\/(undated|\d{4}\/\d\d\/\d\d)\/[\w-]+\.\w+$/);
        for (const { name } of files) expect(name).not.toMatch(/[/\\\0\u202e]|^\.+$/);
      }),
      { numRuns: 60 },
    );
  });

  test("its event fits into a row of any store", async () => {
    const world = mailWorld();
    const odd = '\u0001"\\\u{1F600}\uD800';
    const people = Array.from({ length: 3_000 }, () => ({ address: odd.repeat(9), name: odd.repeat(30) }));
    const { key } = await world.ingest({
      messageId: odd.repeat(1_000),
      from: { address: odd.repeat(100_000) },
      ...{ to: people, cc: people, replyTo: people },
      subject: odd.repeat(100_000),
      text: odd.repeat(150_000),
      references: `<${odd.repeat(100_000)}>`,
      attachments: Array.from({ length: 600 }, (_, index) => ({
        name: `${odd.repeat(100)}${index}`,
        contentType: `a/${"b".repeat(5_000)}`,
        content: new Uint8Array([index % 256, index >> 8]),
      })),
    });
    const { events } = await world.store.events({ limit: 1 });
    expect(new TextEncoder().encode(events[0]!.body).length).toBeLessThan(1_500_000);
    await world.run(60_000);
    const state = await world.store.activity(key);
    expect(state).toMatchObject({ status: "synced" });
    expect(new TextEncoder().encode(JSON.stringify(state)).length).toBeLessThan(1_800_000);
  }, 20_000);
});
