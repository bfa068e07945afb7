import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { openNodeState } from "@openphone-notion/adapter-node";
import { callCompleted, messageReceived, signWebhook, type WebhookEvent } from "@openphone-notion/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BIN, jsonLines, runCli, startCli } from "./run-cli.js";
import { type LoopbackServices, SECRET, servicesOnLoopback } from "./services-on-loopback.js";

let folder: string;
let services: LoopbackServices;

/** What Notion says of a value that it does not take. */
async function refuseParked(request: Request): Promise<Response | undefined> {
  if (request.method !== "POST" || !(await request.text()).includes("ACparked")) return undefined;
  if (!request.url.endsWith("/v1/pages")) return undefined;
  const body = { object: "error", status: 400, code: "validation_error", message: "body failed validation" };
  return Response.json(body, { status: 400 });
}

/** One message that is in Notion, with a text that would redraw a terminal; one call that is parked. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "state-commands-"));
  services = await servicesOnLoopback({ instead: refuseParked });
  const serve = startCli(["serve"], { cwd: folder, env: services.env });
  const [, url] = await serve.waitFor(/Listening on (http:\S+)/);
  const post = async (event: WebhookEvent) => {
    const { headers, body } = await signWebhook(event, { secret: SECRET });
    await fetch(`${url}/webhooks/openphone`, { method: "POST", headers, body });
  };
  const settled = async (figures: object) => {
    for (;;) {
      const health = (await (await fetch(`${url}/health`)).json()) as object;
      if (
        Object.entries(figures).every(([name, value]) => (health as Record<string, unknown>)[name] === value)
      )
        return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await post(callCompleted({ id: "ACparked", eventId: "EVparked" }));
  await settled({ parked: 1 });
  await post(messageReceived({ id: "ACshown", eventId: "EVshown", text: "hello \u001b[2Jworld" }));
  await settled({ queueDepth: 0 });
  serve.process.kill("SIGTERM");
  await serve.ended;
}, 60_000);
afterAll(async () => {
  await services.close();
  await rm(folder, { recursive: true });
});

/** Without keys, but for those asked for. */
const run = (args: readonly string[], env: Record<string, string> = {}) => runCli(args, { cwd: folder, env });

describe("events", () => {
  test("are listed with what became of them, and without their contents", async () => {
    const { code, stdout, output } = await run(["events", "list"]);
    expect(code, output).toBe(0);
    expect(stdout).toMatch(/EVshown\s+message\.received\s+message:ACshown\s+reflected/);
    expect(stdout).toMatch(/EVparked\s+call\.completed\s+call:ACparked\s+parked: notion_invalid_request/);
    expect(output).not.toMatch(/hello|5555550|\u001b/);
  });

  test("that fail can be listed alone, as JSON", async () => {
    const { stdout } = await run(["events", "list", "--failed", "--json"]);
    expect(jsonLines(stdout)).toEqual([
      expect.objectContaining({ eventId: "EVparked", key: "call:ACparked" }),
    ]);
  });

  test("of one activity can be listed alone", async () => {
    const { stdout } = await run(["events", "list", "--activity", "ACshown", "--json"]);
    expect(jsonLines(stdout).map(({ eventId }) => eventId)).toEqual(["EVshown"]);
  });

  test("are shown whole, with nothing that a terminal would obey", async () => {
    const { code, stdout } = await run(["events", "show", "EVshown"]);
    expect(code).toBe(0);
    expect(stdout).toContain("world");
    expect(stdout).not.toContain("\u001b");
  });

  test("that are not there are said to be so", async () => {
    const { code, output } = await run(["events", "show", "EVnever"]);
    expect(code).toBe(1);
    expect(output).toContain("No such event");
  });
});

describe("record show", () => {
  test("tells everything of an activity, and how its row differs", async () => {
    const [row] = services.notion.pages("messages");
    services.notion.editPage(row!.id, { Content: "something else" });
    const { code, stdout, output } = await run(["record", "show", "ACshown"], services.env);
    expect(code, output).toBe(0);
    expect(stdout).toMatch(/message:ACshown\s+synced/);
    expect(stdout).toContain(row!.id);
    expect(stdout).toMatch(/EVshown/);
    expect(stdout).toMatch(/created\s+1/);
    expect(stdout).toMatch(/≠\s+Content\s+hello .*something else/);
    expect(stdout).toMatch(/=\s+Message ID\s+ACshown\s+ACshown/);
    expect(stdout).not.toContain("\u001b");
  });

  test("does without keys", async () => {
    const { code, stdout } = await run(["record", "show", "call:ACparked", "--no-notion", "--json"]);
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toEqual([
      expect.objectContaining({ key: "call:ACparked", status: "parked", columns: null }),
    ]);
  });

  test("says so where there is none, and what an activity is called", async () => {
    expect((await run(["record", "show", "ACnever"])).code).toBe(1);
    const { code, output } = await run(["record", "show", "fax:1"]);
    expect(code).toBe(2);
    expect(output).toContain("call:AC…");
  });
});

test.runIf(process.platform === "linux")("an answer that cannot be written is told in a line", async () => {
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, [BIN, "events", "list"], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    stdio: ["ignore", full, "pipe"],
  });
  const [said, [code]] = await Promise.all([text(child.stderr!), once(child, "close")]);
  closeSync(full);
  expect([code, said]).toEqual([1, "The answer could not be written (ENOSPC): is the disk full?\n"]);
});

describe("dlq", () => {
  test("lists what is parked with its cause, and answers 3", async () => {
    const { code, stdout } = await run(["dlq", "list"]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/call:ACparked\s+notion_invalid_request/);
  });

  test("asks what to replay", async () => {
    expect((await run(["dlq", "replay"])).code).toBe(2);
    expect((await run(["dlq", "replay", "ACparked", "--all"])).code).toBe(2);
    expect((await run(["dlq", "replay", "ACnever"])).code).toBe(1);
  });

  test("replays by id, and serve brings it to Notion", async () => {
    const replay = await run(["dlq", "replay", "ACparked", "--json"]);
    expect([replay.code, jsonLines(replay.stdout)]).toEqual([0, [{ replayed: 1 }]]);
    const state = await openNodeState(join(folder, "data"));
    expect(await state.store.activity("call:ACparked")).toMatchObject({ attempts: 0, status: "pending" });
    await state.close();
    expect((await run(["dlq", "list"])).code).toBe(0);
  });
});

describe("media", () => {
  const file = "data/media/recordings/2020/01/02/ACnobody-1577934245000.mp3";
  const make = async () => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), "sound");
  };

  test("stats tell how much there is of what kind, and from when", async () => {
    await make();
    const { code, stdout } = await run(["media", "stats", "--json"]);
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toEqual([
      expect.objectContaining({
        ...{ files: 1, bytes: 5 },
        kinds: expect.objectContaining({
          recordings: { files: 1, bytes: 5, oldest: "2020-01-02", newest: "2020-01-02" },
        }),
      }),
    ]);
    expect((await run(["media", "stats"])).stdout).toMatch(/recordings +1 files +5 bytes +2020-01-02 to/);
  });

  test("purge deletes what is older, and only counts it in a rehearsal", async () => {
    await make();
    const purge = ["media", "purge", "--older-than", "90d", "--json"];
    const counts = { files: 1, bytes: 5, rows: 0, waiting: 0 };
    expect(jsonLines((await run([...purge, "--dry-run"])).stdout)).toEqual([{ ...counts, dryRun: true }]);
    expect(existsSync(join(folder, file))).toBe(true);
    expect(jsonLines((await run(purge)).stdout)).toEqual([{ ...counts, dryRun: false }]);
    expect(existsSync(join(folder, file))).toBe(false);
  });

  const inBucket = { STORAGE: "s3", S3_BUCKET: "media", S3_ACCESS_KEY_ID: "a", S3_SECRET_ACCESS_KEY: "b" };
  test.each([
    ["STORAGE", { ...inBucket, STORAGE: "S3" }],
    ["S3_PREFIX", { ...inBucket, S3_PREFIX: "openphone" }],
    ["S3_ENDPOINT", { ...inBucket, S3_ENDPOINT: "minio:9000" }],
    ["S3_BUCKET", { STORAGE: "s3" }],
    ["S3_SECRET_ACCESS_KEY", { ...inBucket, S3_SECRET_ACCESS_KEY: "" }],
  ])("nothing is looked for or deleted elsewhere while %s is wrong", async (name, env) => {
    await make();
    const { code, output } = await run(["media", "purge", "--older-than", "90d"], env);
    expect([code, output]).toEqual([2, expect.stringMatching(new RegExp(`${name} is (not valid|missing)`))]);
    expect((await run(["media", "stats"], env)).code).toBe(2);
    expect(existsSync(join(folder, file))).toBe(true);
  });

  test("revoke has links signed with another secret", async () => {
    const secret = async () => {
      const state = await openNodeState(join(folder, "data"));
      const found = await state.store.getCursor("media-secret");
      await state.close();
      return found;
    };
    const before = await secret();
    expect((await run(["media", "revoke"])).code).toBe(0);
    expect(await secret()).not.toBe(before);
  });
});

test("a data folder that is not there is no data", async () => {
  for (const args of [
    ["events", "list"],
    ["dlq", "list"],
    ["record", "show", "AC1"],
  ]) {
    const { code, output } = await run(args, { DATA_DIR: join(folder, "nowhere") });
    expect([code, output]).toEqual([2, expect.stringContaining("There is no data in")]);
  }
});

test.each([
  ["events", "list", "--limit", "many"],
  ["events", "list", "--limit", "0"],
  ["events", "show"],
  ["events", "recover", "--since", "soon"],
  ["dlq", "empty"],
  ["media", "purge"],
  ["media", "purge", "--older-than", "long"],
  ["reconcile"],
  ["reconcile", "--last", "a while"],
  ["reconcile", "--last", "0h"],
])("%s %s %s %s is a mistake that is explained", async (...args) => {
  const { code, output } = await run(args.filter((arg) => arg !== undefined));
  expect(code, output).toBe(2);
  expect(output).not.toContain("    at ");
});
