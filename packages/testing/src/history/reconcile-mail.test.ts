import { runReconcile } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createHistoryWorld, type HistoryWorld, type Life } from "./history-world.js";

const HOUR = 3_600_000;

/** Two mails, the first with an attachment, whose rows were written an hour ago. */
async function settledMails(world: HistoryWorld) {
  const life = world.begin();
  const mail = {
    from: { address: "jane@example.com" },
    to: [{ address: "office@example.org" }],
    text: "As sent",
  };
  const attachments = [{ name: "plan.pdf", contentType: "application/pdf", content: new Uint8Array([1]) }];
  await world.until(life.engine.ingestMail({ ...mail, messageId: "m1@example.com", attachments }));
  await world.until(life.engine.ingestMail({ ...mail, messageId: "m2@example.com" }));
  await world.run(HOUR);
  expect(world.notion.pages("mail")).toHaveLength(2);
  return life;
}

async function reconcile(world: HistoryWorld, { parts }: Life, fix: boolean) {
  const request = { since: world.clock.now() - 24 * HOUR, fix };
  const { differences, counts } = (await world.until(runReconcile(parts, request))).report;
  const found = differences.map(({ kind, key, columns }) => [kind, key, ...(columns ?? [])].join(" "));
  return { found: found.sort(), counts };
}

test("mails that nobody touched are compared, and none is said to be missing, though OpenPhone knows none", async () => {
  const world = createHistoryWorld({ mail: true });
  const life = await settledMails(world);
  expect(await reconcile(world, life, false)).toMatchObject({
    found: [],
    counts: { read: 0, compared: 2, missed: 0, missing: 0 },
  });
  // Nothing is owed to a mail, so no sweep looks at it again.
  const mail = await world.store.activity("mail:m1@example.com");
  expect(mail).toMatchObject({ status: "synced" });
  expect(mail?.dueAt).toBeUndefined();
});

test("a mail's row that was edited is mended, and one that was thrown away stays so", async () => {
  const world = createHistoryWorld({ mail: true });
  const life = await settledMails(world);
  const pageOf = (id: string) =>
    world.notion.pages("mail").find(({ values }) => values["Message ID"] === id)!;
  world.notion.editPage(pageOf("m1@example.com").id, { Body: "as edited" });
  world.notion.trashPage(pageOf("m2@example.com").id);
  await world.run(HOUR);
  const first = await reconcile(world, life, true);
  expect(first.found).toEqual(["edited mail:m1@example.com Body", "trashed mail:m2@example.com"]);
  await world.run(HOUR);
  expect(pageOf("m1@example.com").values.Body).toBe("As sent");
  expect(world.notion.pages("mail", { inTrash: false })).toHaveLength(1);
  expect((await reconcile(world, life, false)).found).toEqual([]);
});

test("links to attachments that are no longer good are written anew", async () => {
  let mediaUrl = "https://sync.example.com/old";
  const world = createHistoryWorld({ mail: true, mediaUrl: () => mediaUrl });
  const life = await settledMails(world);
  mediaUrl = "https://sync.example.com/new";
  expect((await reconcile(world, life, true)).found).toEqual(["stale mail:m1@example.com Attachments"]);
  await world.run(HOUR);
  const links = world.notion
    .pages("mail")
    .flatMap(({ values }) => values.Attachments as readonly { url: string }[]);
  expect(links.map(({ url }) => url)).toEqual([expect.stringContaining("/new/")]);
});

test("where mails have no database, none of their rows is looked for", async () => {
  const world = createHistoryWorld();
  const life = world.begin();
  await world.until(
    life.engine.ingestMail({ messageId: "m1@example.com", from: { address: "jane@example.com" } }),
  );
  await world.run(HOUR);
  expect((await reconcile(world, life, true)).found).toEqual([]);
});
