import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { columnsOf, defaultMapping } from "@openphone-notion/core";
import {
  fakeNotion,
  fakeOpenPhone,
  type LoopbackServer,
  rawMail,
  serveOnLoopback,
} from "@openphone-notion/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createNodeSync, type NodeSync } from "./node-sync.js";

const adminToken = "0123456789abcdef";
const notion = fakeNotion({
  databases: { calls: columnsOf(defaultMapping.calls), mail: columnsOf(defaultMapping.mail) },
  window: false,
});
const openphone = fakeOpenPhone();
const servers: LoopbackServer[] = [];
let dataDir: string;
let sync: NodeSync;

beforeAll(async () => {
  servers.push(await serveOnLoopback(notion.fetch), await serveOnLoopback(openphone.fetch));
  dataDir = await mkdtemp(join(tmpdir(), "ingest-mail-"));
  sync = await createNodeSync(
    {
      openphone: { apiKey: openphone.apiKey, baseUrl: servers[1]!.url, allowUnsigned: true },
      notion: {
        token: "secret_test",
        baseUrl: servers[0]!.url,
        databases: { calls: notion.databases.calls.id, mail: notion.databases.mail.id },
      },
      mailOwnAddresses: ["@example.org"],
      publicUrl: "https://sync.example.com",
      ...{ adminToken, dataDir, logLevel: "silent", reconcile: false, port: 0 },
    },
    {},
  );
});
afterAll(async () => {
  await sync.stop();
  await Promise.all(servers.map((server) => server.close()));
  await rm(dataDir, { recursive: true });
});

test("a mail that is posted as it came is a row with its attachment, once", async () => {
  const { url } = await sync.listen();
  await sync.start();
  const body = rawMail({ text: "See the plan", attachments: [{ name: "plan.txt", content: "the plan" }] });
  const headers = { authorization: `Bearer ${adminToken}` };
  const answers = [];
  for (let time = 0; time < 2; time++)
    answers.push(await (await fetch(`${url}/admin/mail`, { method: "POST", headers, body })).json());
  const key = "mail:m1@mail.example.com";
  expect(answers).toEqual([
    { status: "stored", key },
    { status: "duplicate", key },
  ]);
  for (const raw of [body, new TextDecoder().decode(body), body.slice().buffer])
    expect(await sync.ingestMail(raw)).toEqual({ status: "duplicate", key });
  await sync.idle();
  expect(notion.pages("mail")).toHaveLength(1);
  const row = notion.page(key);
  expect(row).toMatchObject({ Body: "See the plan", Direction: "Incoming" });
  const [file] = row.Attachments as readonly { url: string }[];
  const served = await sync.fetch(new Request(file!.url));
  expect(await served.text()).toBe("the plan");
  expect(served.headers.get("content-disposition")).toMatch(/^attachment; filename=".*\.txt"$/);
});

test("mail goes in without HTTP as well, in parts", async () => {
  await sync.start();
  const receipt = await sync.ingestMail({ from: { address: "jane@example.com" }, text: "Hello" });
  expect(receipt.status).toBe("stored");
  await sync.idle();
  expect(notion.page(receipt.key)).toMatchObject({ Body: "Hello", Subject: "(no subject)" });
});
