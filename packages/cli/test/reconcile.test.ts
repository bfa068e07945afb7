import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { callCompleted, messageReceived } from "@openphone-notion/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jsonLines, runCli } from "./run-cli.js";
import { type LoopbackServices, servicesOnLoopback } from "./services-on-loopback.js";

let folder: string;
let services: LoopbackServices;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reconcile-"));
  services = await servicesOnLoopback();
});
afterEach(async () => {
  await services.close();
  await rm(folder, { recursive: true });
});

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  runCli(args, { cwd: folder, env: { ...services.env, ...env } });
const recently = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** As if what is known had been written some minutes ago: what has just been written is not compared. */
function settledLongAgo(): void {
  const state = new DatabaseSync(join(folder, "data", "openphone-notion.db"));
  state.exec("update activities set updated_at = updated_at - 600000");
  state.close();
}

describe("reconcile", () => {
  test("tells what was missed, repairs it when told to, and then finds nothing", async () => {
    services.openphone.addMessage({ id: "ACmissed", createdAt: recently(60), text: "a private matter" });
    const look = await run(["reconcile", "--last", "24h"]);
    expect(look.code, look.output).toBe(3);
    expect(look.stdout).toMatch(/message:ACmissed\s+never heard of/);
    expect(look.stdout).toContain("--fix");
    expect(services.notion.pages("messages")).toEqual([]);

    const fix = await run(["reconcile", "--last", "24h", "--fix", "--json"]);
    expect(fix.code, fix.output).toBe(0);
    expect(jsonLines(fix.stdout).at(-1)).toMatchObject({ type: "result", counts: { missed: 1, fixed: 1 } });
    expect(services.notion.pages("messages")).toHaveLength(1);
    expect(fix.output).not.toMatch(/private|5555550/);

    const again = await run(["reconcile", "--last", "24h"]);
    expect(again.code, again.output).toBe(0);
    expect(again.stdout).toContain("No differences.");
  });
});

test("rows that somebody edited are as they should be when it says that all is repaired", async () => {
  services.openphone.addMessage({ id: "ACedited", createdAt: recently(60), text: "as sent" });
  await run(["reconcile", "--last", "24h", "--fix"]);
  const [page] = services.notion.pages("messages");
  services.notion.editPage(page!.id, { Content: "as edited" });
  settledLongAgo();
  const { code, stdout } = await run(["reconcile", "--last", "24h", "--fix"]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("All repaired.")]);
  expect(stdout).toMatch(/message:ACedited {2}row edited in Notion \(Content\) {2}→ repaired/);
  expect(services.notion.pages("messages")[0]?.values.Content).toBe("as sent");
});

test("links that were revoked are written anew, and the old ones are not", async () => {
  services.openphone.addCall({ id: "AC1", createdAt: recently(60) });
  services.openphone.addRecording("AC1", { size: 1_000 });
  const env = { PUBLIC_URL: "https://sync.example.com" };
  const first = await run(["reconcile", "--last", "24h", "--fix"], env);
  expect(first.code, first.output).toBe(0);
  const links = () => {
    const { Recording } = services.notion.pages("calls")[0]!.values;
    return (Recording as readonly { url: string }[]).map(({ url }) => url);
  };
  const [old] = links();
  expect(old).toMatch(/^https:\/\/sync\.example\.com\//);
  settledLongAgo();
  const quiet = await run(["reconcile", "--last", "24h"], env);
  expect(quiet.stdout).toContain("No differences.");

  expect((await run(["media", "revoke"], env)).code).toBe(0);
  const look = await run(["reconcile", "--last", "24h"], env);
  expect([look.code, look.stdout]).toEqual([3, expect.stringMatching(/call:AC1 .*Recording/)]);
  const fix = await run(["reconcile", "--last", "24h", "--fix"], env);
  expect([fix.code, fix.stdout]).toEqual([0, expect.stringContaining("All repaired.")]);
  const [fresh, ...others] = links();
  expect(others).toEqual([]);
  const [was, is] = [new URL(old!), new URL(fresh!)];
  expect(is.href).not.toBe(was.href);
  settledLongAgo();
  const again = await run(["reconcile", "--last", "24h"], env);
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining("No differences.")]);
}, 120_000);

describe("a row that was thrown away", () => {
  async function afterThrowingAway(env: Record<string, string>) {
    services.openphone.addMessage({ id: "ACgone", createdAt: recently(60) });
    const first = await run(["reconcile", "--last", "24h", "--fix"]);
    expect(first.code, first.output).toBe(0);
    const [page] = services.notion.pages("messages");
    services.notion.trashPage(page!.id);
    return run(["reconcile", "--last", "24h", "--fix"], env);
  }

  test("stays so, and is not called repaired", async () => {
    const { code, stdout } = await afterThrowingAway({});
    expect(code).toBe(0);
    expect(stdout).toMatch(/message:ACgone {2}row thrown away\n/);
    expect(stdout).toContain("stay so");
    expect(stdout).not.toMatch(/repaired/i);
    expect(services.notion.pages("messages", { inTrash: false })).toEqual([]);
  });

  test("is made again where that is wanted", async () => {
    const { code, stdout } = await afterThrowingAway({ ON_TRASHED: "recreate" });
    expect(code).toBe(0);
    expect(stdout).toMatch(/message:ACgone {2}row thrown away {2}→ repaired/);
    expect(services.notion.pages("messages", { inTrash: false })).toHaveLength(1);
  });
});

describe("events recover", () => {
  test("takes failed deliveries out of the log, once", async () => {
    const env = { PUBLIC_URL: "https://sync.example.com" };
    const init = await run(["init", "--yes"], env);
    expect(init.code, init.output).toBe(0);
    const [webhook] = (await (
      await services.openphone.fetch(`${services.openphone.baseUrl}/webhooks`, {
        headers: { authorization: services.openphone.apiKey, "quo-api-version": "2026-03-30" },
      })
    )
      .json()
      .then(({ data }) => data)) as [{ id: string }];
    services.openphone.addFailedDelivery(webhook.id, messageReceived({ id: "AClost1" }));
    services.openphone.addFailedDelivery(webhook.id, callCompleted({ id: "AClost2" }));

    const args = ["events", "recover", "--since", "2026-10-01", "--json"];
    const first = await run(args, env);
    expect(first.code, first.output).toBe(0);
    expect(jsonLines(first.stdout).at(-1)).toMatchObject({ found: 2, recovered: 2 });
    const second = await run(args, env);
    expect(jsonLines(second.stdout).at(-1)).toMatchObject({ found: 2, recovered: 0, known: 2 });
    const spelled = await run(args, { PUBLIC_URL: "https://SYNC.example.com:443/" });
    expect(jsonLines(spelled.stdout).at(-1)).toMatchObject({ found: 2, known: 2 });
    const { stdout } = await run(["events", "list"]);
    expect(stdout).toMatch(/call:AClost2\s+waiting/);
  });

  test("needs to know which webhook is this one's", async () => {
    const { code, output } = await run(["events", "recover", "--since", "2026-10-01"]);
    expect(code).toBe(2);
    expect(output).toContain("PUBLIC_URL");

    const env = { PUBLIC_URL: "https://elsewhere.example.com" };
    const elsewhere = await run(["events", "recover", "--since", "2026-10-01"], env);
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.output).toMatch(/No webhook[^\n]*PUBLIC_URL[^\n]*reconcile/);
  });
});
