import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageReceived, signWebhook } from "@openphone-notion/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jsonLines, runCli, startCli } from "./run-cli.js";
import { type LoopbackServices, SECRET, servicesOnLoopback } from "./services-on-loopback.js";

let folder: string;
let services: LoopbackServices;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-"));
  services = await servicesOnLoopback();
});
afterEach(async () => {
  await services.close();
  await rm(folder, { recursive: true });
});

const options = () => ({ cwd: folder, env: services.env });
const SINCE = ["--since", "2026-10-01"];

function addPast({ openphone }: LoopbackServices, count: number): void {
  for (let at = 0; at < count; at++) {
    const createdAt = new Date(Date.parse("2026-10-02T10:00:00Z") + at * 60_000).toISOString();
    if (at % 2 === 0) openphone.addMessage({ id: `ACpast${at}`, createdAt, text: "a private matter" });
    else openphone.addCall({ id: `ACpast${at}`, createdAt });
  }
}

const rows = ({ notion }: LoopbackServices) => [
  ...notion.pages("messages").map(({ values }) => values["Message ID"]),
  ...notion.pages("calls").map(({ values }) => values["Call ID"]),
];

const past = (count: number) => Array.from({ length: count }, (_, at) => `ACpast${at}`).sort();

describe("import", () => {
  test("brings the past into Notion by itself, and a second run has nothing to do", async () => {
    addPast(services, 6);
    const first = await runCli(["import", ...SINCE, "--json"], options());
    expect(first.code, first.output).toBe(0);
    expect(rows(services).sort()).toEqual(past(6));
    const result = jsonLines(first.stdout).at(-1);
    expect(result).toMatchObject({ type: "result", status: "done", counts: { read: 6, created: 6 } });
    expect(first.output).not.toMatch(/5555550|private|secret_test/);

    const creates = services.notion.counts.creates;
    const second = await runCli(["import", ...SINCE], options());
    expect(second.code, second.output).toBe(0);
    expect(second.stdout).toMatch(/6\s+found in OpenPhone/);
    expect(second.stdout).toMatch(/6\s+already complete/);
    expect(services.notion.counts.creates).toBe(creates);
  });

  test("asks only the surface of OpenPhone that is selected", async () => {
    addPast(services, 4);
    const env = { ...services.env, OPENPHONE_API_SURFACE: "v1" };
    const { code, output } = await runCli(["import", ...SINCE], { cwd: folder, env });
    expect(code, output).toBe(0);
    expect(rows(services).sort()).toEqual(past(4));
    expect(services.openphone.requests.filter(({ path }) => !path.startsWith("/v1/"))).toEqual([]);
  });

  test("does not look complete to a script whose reader left", async () => {
    addPast(services, 6);
    const cli = startCli(["import", ...SINCE, "--json"], options());
    cli.process.stdout?.once("data", () => cli.process.stdout?.destroy());
    expect(await cli.ended).toBe(1);
    const whole = await runCli(["import", ...SINCE], options());
    expect(whole.code, whole.output).toBe(0);
    expect(rows(services).sort()).toEqual(past(6));
  });

  test("says that the data folder cannot be written", async () => {
    const env = { ...services.env, DATA_DIR: "/dev/null/data" };
    const { code, output } = await runCli(["import", ...SINCE], { cwd: folder, env });
    expect(code).toBe(1);
    expect(output).toMatch(/^The data folder \/dev\/null\/data cannot be written/);
  });

  test("writes nothing in a dry run", async () => {
    addPast(services, 4);
    const dry = await runCli(["import", ...SINCE, "--dry-run"], options());
    expect(dry.code, dry.output).toBe(0);
    expect(dry.stdout).toMatch(/Nothing was written[\s\S]*4\s+found in OpenPhone/);
    expect(rows(services)).toEqual([]);
  });

  test("goes on at once after kill -9, and nothing is doubled", async () => {
    // The fakes are as much quicker than the real services.
    await writeFile(
      join(folder, "openphone-notion.config.ts"),
      "export default { timings: { queryLagMs: 200, requestLifeMs: 800, leaseMs: 2_000 } };",
    );
    addPast(services, 30);
    const first = startCli(["import", ...SINCE], options());
    while (rows(services).length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    first.process.kill("SIGKILL");
    await first.ended;
    expect(rows(services).length).toBeLessThan(30);
    const second = await runCli(["import", ...SINCE], options());
    expect(second.code, second.output).toBe(0);
    expect(rows(services).sort()).toEqual(past(30));
  });

  test("ends in good order at Ctrl-C, and the same command goes on", async () => {
    addPast(services, 30);
    const first = startCli(["import", ...SINCE], options());
    while (rows(services).length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    first.process.kill("SIGINT");
    expect(await first.ended).toBe(130);
    expect(first.output()).toContain("the same command goes on from here");
    const second = await runCli(["import", ...SINCE], options());
    expect(second.code, second.output).toBe(0);
    expect(rows(services).sort()).toEqual(past(30));
  });

  test("hands everything to a running serve, which goes on with webhooks first", async () => {
    addPast(services, 20);
    const serve = startCli(["serve"], options());
    const [, url] = await serve.waitFor(/Listening on (http:\S+)/);
    const running = startCli(["import", ...SINCE, "--json"], options());
    while (rows(services).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const { headers, body } = await signWebhook(messageReceived({ id: "AClive" }), { secret: SECRET });
    const answer = await fetch(`${url}/webhooks/openphone`, { method: "POST", headers, body });
    expect(answer.status).toBe(200);
    expect(await running.ended, running.output()).toBe(0);
    expect(running.output()).toContain("Another process works on this data folder");
    expect(rows(services).sort()).toEqual([...past(20), "AClive"].sort());
    serve.process.kill("SIGTERM");
    expect(await serve.ended).toBe(0);
  });

  test("refuses a second import on the same data folder at once", async () => {
    // More than is over before the two others have been started.
    addPast(services, 1_000);
    const first = startCli(["import", ...SINCE], options());
    while (rows(services).length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await runCli(["import", "--since", "2026-10-02"], options());
    expect(second.code).toBe(1);
    expect(second.output).toContain("Another import is at work");
    const minutes = ["--since", "2026-10-02T10:00:00Z", "--until", "2026-10-02T10:05:00Z"];
    const dry = await runCli(["import", ...minutes, "--dry-run"], options());
    expect(dry.code, dry.output).toBe(0);
    first.process.kill("SIGINT");
    expect(await first.ended).toBe(130);
    // The dry run shares the windows of requests with the import that is at work.
  }, 120_000);
});

describe("import says what is wrong", () => {
  test.each([
    [["--since", "yesterday"], 2, /--since takes a date/],
    [["--since", "2026-02-30"], 2, /there is no such moment/],
    [["--since", "2999-01-01"], 2, /lies in the future/],
    [["--since", "2026-10-05", "--until", "2026-10-01"], 2, /range is empty/],
    [["--since", "2026-10-01", "--numbers", "PNunknown"], 2, /not one of the workspace/],
    [[], 2, /--since/],
    [["--since", "2026-10-01", "--until"], 2, /--until/],
    [["--since", "2026-10-01", "--colour"], 2, /unknown option/],
  ])("%j", async (args, code, message) => {
    const wrong = await runCli(["import", ...args], options());
    expect(wrong.code, wrong.output).toBe(code);
    expect(wrong.output).toMatch(message);
    expect(wrong.output).not.toContain("    at ");
  });

  test("a key that is refused, and a second run with a good one goes on", async () => {
    addPast(services, 2);
    const { env } = services;
    const refused = await runCli(["import", ...SINCE], {
      cwd: folder,
      env: { ...env, OPENPHONE_API_KEY: "old" },
    });
    expect(refused.code, refused.output).toBe(4);
    expect(refused.output).toMatch(/OpenPhone refused the API key/);
    expect((await runCli(["import", ...SINCE], options())).code).toBe(0);
    expect(rows(services)).toHaveLength(2);
  });

  test("a Notion token that is refused", async () => {
    addPast(services, 2);
    const env = { ...services.env, NOTION_API_KEY: "secret_old" };
    const refused = await runCli(["import", ...SINCE], { cwd: folder, env });
    expect(refused.code, refused.output).toBe(4);
    expect(refused.output).not.toContain("secret_old");
  });

  test("a full workspace", async () => {
    await services.close();
    services = await servicesOnLoopback({
      async instead(request) {
        if (request.method !== "POST" || !request.url.endsWith("/v1/pages")) return undefined;
        const error = {
          object: "error",
          status: 403,
          code: "restricted_resource",
          message: "Block limit reached.",
        };
        return Response.json(
          { ...error, additional_data: { block_limit: "block_creation" } },
          { status: 403 },
        );
      },
    });
    addPast(services, 2);
    const stopped = await runCli(["import", ...SINCE], options());
    expect(stopped.code, stopped.output).toBe(4);
    expect(stopped.output).toMatch(/plan|block/i);
  });

  test.each([
    ["calls", ["import", ...SINCE], "NOTION_CALLS_DATABASE_ID"],
    ["contacts", ["import", ...SINCE], "NOTION_CANVAS_DATABASE_ID"],
    ["contacts", ["import", ...SINCE, "--dry-run"], "NOTION_CANVAS_DATABASE_ID"],
    ["contacts", ["reconcile", "--last", "24h"], "NOTION_CANVAS_DATABASE_ID"],
  ])("a database of %s that is not shared: %j", async (_, command, name) => {
    addPast(services, 2);
    const env = { ...services.env, [name]: "0".repeat(32) };
    const refused = await runCli([...command, "--json"], { cwd: folder, env });
    expect(refused.code, refused.output).toBe(4);
    expect(refused.output).toMatch(/share/i);
    expect(jsonLines(refused.stdout).at(-1)).toMatchObject({ type: "error", code: "notion_not_found" });
    expect(rows(services)).toEqual([]);
  });
});
