import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jsonLines, runCli } from "./run-cli.js";
import { type LoopbackServices, servicesOnLoopback } from "./services-on-loopback.js";

let folder: string;
let services: LoopbackServices;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "init-"));
  services = await servicesOnLoopback();
});
afterEach(async () => {
  await services.close();
  await rm(folder, { recursive: true });
});

const PUBLIC = "https://sync.example.com";
/** Keys and addresses only: the rest is for `init` to find out. */
const keys = () => {
  const { OPENPHONE_API_KEY, OPENPHONE_API_BASE, NOTION_API_KEY, NOTION_API_BASE } = services.env;
  return { OPENPHONE_API_KEY, OPENPHONE_API_BASE, NOTION_API_KEY, NOTION_API_BASE } as Record<string, string>;
};
const init = (args: readonly string[], env = keys()) => runCli(["init", ...args], { cwd: folder, env });
const settings = async () => parseEnv(await readFile(join(folder, ".env"), "utf8"));
const changes = () =>
  services.notion.requests.filter(({ method, path }) => method !== "GET" && !/query|search/.test(path))
    .length + services.openphone.requests.filter(({ method }) => method !== "GET").length;

describe("init", () => {
  test("makes everything from nothing, and changes nothing the second time", async () => {
    await writeFile(join(folder, ".env"), "# mine\nLOG_LEVEL=warn\n");
    const args = ["--yes", "--page", services.notion.rootPageId, "--public-url", PUBLIC];
    const first = await init(args);
    expect(first.code, first.output).toBe(0);
    expect(first.stdout).toMatch(/\+ database Calls/);
    const written = await settings();
    expect(written).toMatchObject({ LOG_LEVEL: "warn", PUBLIC_URL: PUBLIC, NOTION_API_KEY: "secret_test" });
    expect(written.OPENPHONE_WEBHOOK_SECRET).toMatch(/^whsec_/);
    for (const name of ["CALLS", "MESSAGES", "CANVAS"])
      expect(written[`NOTION_${name}_DATABASE_ID`]).toBeTruthy();
    expect((await stat(join(folder, ".env"))).mode & 0o777).toBe(0o600);
    expect(first.output).not.toMatch(/whsec_|secret_test/);

    const before = [changes(), await readFile(join(folder, ".env"), "utf8")];
    const second = await init(args);
    expect(second.code, second.output).toBe(0);
    expect(second.stdout).toContain("as they should be");
    expect([changes(), await readFile(join(folder, ".env"), "utf8")]).toEqual(before);
    expect(before[1]).toMatch(/^# mine\n/);
  });

  test("finds what an earlier run made, although its .env is gone", async () => {
    const args = ["--yes", "--page", services.notion.rootPageId, "--public-url", PUBLIC];
    await init(args);
    const first = await settings();
    await rm(join(folder, ".env"));
    const again = await init(args);
    expect(again.code, again.output).toBe(0);
    const second = await settings();
    expect(second.NOTION_CALLS_DATABASE_ID).toBe(first.NOTION_CALLS_DATABASE_ID);
    // Its key cannot be read again, so it has a new one.
    expect(services.openphone.counts["POST /webhooks"]).toBe(1);
    expect(second.OPENPHONE_WEBHOOK_SECRET).not.toBe(first.OPENPHONE_WEBHOOK_SECRET);
  });

  test("says which of the settings that it writes the environment hides", async () => {
    const { calls, messages } = services.notion.databases;
    const args = ["--calls", calls.id, "--messages", messages.id, "--no-canvas", "--webhooks", "none"];
    const env = {
      ...keys(),
      NOTION_CALLS_DATABASE_ID: messages.id,
      NOTION_MESSAGES_DATABASE_ID: messages.id,
    };
    const { code, stdout, output } = await init(args, env);
    expect(code, output).toBe(0);
    expect(stdout.match(/^! .*environment.*$/gm)).toEqual([
      expect.stringContaining("NOTION_CALLS_DATABASE_ID"),
    ]);
    expect((await settings()).NOTION_CALLS_DATABASE_ID).toBe(calls.id);
  });

  test("takes no database that is in the trash", async () => {
    await services.close();
    services = await servicesOnLoopback({
      async instead(request) {
        if (request.method !== "GET" || !request.url.includes("/v1/data_sources/")) return undefined;
        return Response.json({ ...(await (await services.notion.fetch(request)).json()), in_trash: true });
      },
    });
    const { calls, messages } = services.notion.databases;
    const args = ["--calls", calls.id, "--messages", messages.id, "--no-canvas", "--webhooks", "none"];
    const { code, stdout } = await init(args);
    expect(code).toBe(4);
    expect(stdout).toMatch(/in Notion's trash/);
  });

  test("ends with a message where OpenPhone cannot be reached", async () => {
    const env = { ...keys(), OPENPHONE_API_BASE: "http://127.0.0.1:9" };
    const { code, output } = await init(["--yes", "--page", services.notion.rootPageId], env);
    expect([code, output]).toEqual([1, "OpenPhone could not be reached.\n"]);
  });

  test("shows what databases of one's own lack before it adds that, and leaves the rest", async () => {
    const { notion } = services;
    notion.removeProperty("calls", "Summary");
    notion.addProperty("calls", "Mine", { type: "number" });
    const args = [
      ...["--calls", notion.databases.calls.url, "--messages", notion.databases.messages.id],
      ...["--canvas", notion.databases.canvas.id, "--webhooks", "none"],
    ];
    const dry = await init([...args, "--dry-run", "--json"]);
    expect(dry.code, dry.output).toBe(0);
    const [plan] = jsonLines(dry.stdout) as [{ databases: { name: string; add: { name: string }[] }[] }];
    expect(plan.databases.flatMap(({ add }) => add.map(({ name }) => name))).toEqual(["Summary"]);
    expect(changes()).toBe(0);

    const real = await init([...args, "--yes"]);
    expect(real.code, real.output).toBe(0);
    expect(real.stdout).toMatch(/\+ column Summary \(rich_text\) in Calls/);
    expect(changes()).toBe(1);
    expect(await settings()).toMatchObject({ NOTION_CALLS_DATABASE_ID: notion.databases.calls.url });
  });

  test("makes the four legacy webhooks with their four keys, once", async () => {
    const { notion } = services;
    const args = [
      ...["--yes", "--calls", notion.databases.calls.id, "--messages", notion.databases.messages.id],
      ...["--no-canvas", "--public-url", PUBLIC],
    ];
    const first = await init([...args, "--webhooks", "legacy"]);
    expect(first.code, first.output).toBe(0);
    const { OPENPHONE_WEBHOOK_SECRET } = await settings();
    expect(new Set(OPENPHONE_WEBHOOK_SECRET?.split(",")).size).toBe(4);
    const before = changes();
    // Without being told which system, it stays with the one in use; that no contacts are wanted is remembered.
    expect((await init(args.filter((arg) => arg !== "--no-canvas"))).code).toBe(0);
    expect(changes()).toBe(before);
  });

  test("says all that is missing where nobody can be asked", async () => {
    const nothing = await init([], { OPENPHONE_API_BASE: keys().OPENPHONE_API_BASE! });
    expect(nothing.code).toBe(2);
    for (const name of ["OPENPHONE_API_KEY", "NOTION_API_KEY", "--page", "--public-url"])
      expect(nothing.output).toContain(name);
  });

  test.each([
    [{ OPENPHONE_API_KEY: "wrong" }, ["--yes"], 4, /OpenPhone refused the API key/],
    [{ NOTION_API_KEY: "wrong" }, ["--yes"], 4, /Notion/],
    [{}, ["--yes", "--page", "my page", "--public-url", PUBLIC], 2, /--page takes/],
    [{}, ["--yes", "--calls", "nothing"], 2, /--calls takes/],
    [{}, ["--webhooks", "all"], 2, /new, legacy, none/],
    [{ PUBLIC_URL: "sync.example.com" }, ["--yes"], 2, /PUBLIC_URL is not valid/],
    [
      {},
      [
        "--yes",
        "--calls",
        "0".repeat(32),
        "--messages",
        "1".repeat(32),
        "--public-url",
        PUBLIC,
        "--no-canvas",
      ],
      4,
      /Calls/,
    ],
  ])("%j %j is refused", async (env, args, code, message) => {
    const refused = await init(args, { ...keys(), ...env });
    expect(refused.code, refused.output).toBe(code);
    expect(refused.output).toMatch(message);
    expect(changes()).toBe(0);
  });
});
