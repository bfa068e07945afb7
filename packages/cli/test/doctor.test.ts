import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jsonLines, runCli, startCli } from "./run-cli.js";
import { type LoopbackServices, servicesOnLoopback } from "./services-on-loopback.js";

let folder: string;
let services: LoopbackServices;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "doctor-"));
  services = await servicesOnLoopback();
});
afterEach(async () => {
  await services.close();
  await rm(folder, { recursive: true });
});

async function findings(env: Record<string, string>, ...args: string[]) {
  const { code, stdout, output } = await runCli(["doctor", "--json", ...args], { cwd: folder, env });
  const lines = jsonLines(stdout) as { check: string; status: string; text: string; todo?: string }[];
  return { code, output, lines, of: (check: string) => lines.filter((line) => line.check === check) };
}

/** Notion says of every data source that it is in the trash. */
async function withTrashedDatabase(request: Request): Promise<Response | undefined> {
  if (request.method !== "GET" || !request.url.includes("/v1/data_sources/")) return undefined;
  return Response.json({ ...(await (await services.notion.fetch(request)).json()), in_trash: true });
}

/** A port that is free now. */
async function freePort(): Promise<string> {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** Settings as `init` leaves them, for a server at `port`. */
async function setUp(port: string): Promise<Record<string, string>> {
  const env = {
    ...services.env,
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    OPENPHONE_WEBHOOK_SECRET: "",
  };
  const init = await runCli(["init", "--yes", "--settings", "made.env"], { cwd: folder, env });
  expect(init.code, init.output).toBe(0);
  const { readFile } = await import("node:fs/promises");
  const { parseEnv } = await import("node:util");
  return { ...env, ...parseEnv(await readFile(join(folder, "made.env"), "utf8")) } as Record<string, string>;
}

describe("doctor", () => {
  test("finds all well after init, beside a running serve as well as without one", async () => {
    const env = await setUp(await freePort());
    const alone = await findings(env, "--write");
    expect(
      alone.lines.filter(({ status }) => status !== "ok"),
      alone.output,
    ).toEqual([]);
    expect(alone.code).toBe(0);
    for (const check of [
      "settings",
      "storage",
      "state",
      "clock",
      "notion token",
      "calls database",
      "webhook",
      "delivery",
      "test event",
    ])
      expect(alone.of(check), check).not.toEqual([]);
    expect(services.notion.pages("calls")).toEqual([]);

    const serve = startCli(["serve"], { cwd: folder, env });
    await serve.waitFor(/Listening/);
    const beside = await findings(env);
    expect(beside.code, beside.output).toBe(0);
    expect(beside.of("listening")).toEqual([]);
    expect(services.notion.pages("calls", { inTrash: false })).toEqual([]);

    const other = await findings({ ...env, DATA_DIR: join(folder, "other") });
    expect(other.of("delivery")).toEqual([expect.objectContaining({ status: "fail" })]);
    expect(other.of("delivery")[0]?.text).toContain("not into this data folder");
    serve.process.kill("SIGTERM");
    await serve.ended;
  });

  test("says of every missing setting what to do", async () => {
    const { code, stdout, output } = await runCli(["doctor"], { cwd: folder, env: {} });
    expect(code).toBe(3);
    for (const name of ["OPENPHONE_API_KEY", "OPENPHONE_WEBHOOK_SECRET", "NOTION_API_KEY"])
      expect(stdout).toMatch(new RegExp(`${name} is missing[^\\n]*\\n\\s+→ It should hold`));
    expect(output).not.toContain("\u001b");
  }, 60_000);

  test("names keys that are refused", async () => {
    const { of, code } = await findings({
      ...services.env,
      OPENPHONE_API_KEY: "old",
      NOTION_API_KEY: "secret_old",
    });
    expect(code).toBe(3);
    expect(of("openphone api")).toEqual([
      expect.objectContaining({ status: "fail", todo: expect.stringContaining("OPENPHONE_API_KEY") }),
    ]);
    expect(of("notion token")).toEqual([
      expect.objectContaining({ status: "fail", todo: expect.stringContaining("NOTION_API_KEY") }),
    ]);
  });

  test("says which properties of contacts are read, found by itself or chosen by name, and which name is wrong", async () => {
    const { notion } = services;
    notion.addProperty("canvas", "Mobile (work)", { type: "rich_text" });
    notion.addProperty("canvas", "Billing e-mail", { type: "email" });
    notion.addProperty("canvas", "Desk", { type: "rich_text" });
    const found = await findings(services.env);
    expect(found.of("contacts").map(({ status, text }) => [status, text])).toEqual([
      ["ok", "The contact database is shared."],
      [
        "ok",
        'Numbers are read from "Phone" (phone_number), "Mobile (work)" (rich_text), addresses from "Billing e-mail" (email).',
      ],
    ]);
    const chosen = await findings({ ...services.env, CANVAS_PHONE_PROPERTIES: "Desk,Name" });
    expect(chosen.of("contacts")[1]?.text).toBe(
      'Numbers are read from "Desk" (rich_text), "Name" (title), addresses from "Billing e-mail" (email).',
    );
    notion.addProperty("canvas", "Kind", { type: "select" });
    notion.addProperty("canvas", "Digits", { type: "number" });
    const useless = await findings({
      ...services.env,
      ...{ CANVAS_PHONE_PROPERTIES: "kind,Digits", CANVAS_CREATE_MISSING: "on" },
    });
    expect(useless.of("contacts").map(({ status, text }) => [status, text])).toEqual([
      ["fail", "From the property Kind, a select, no numbers or addresses are read."],
      ["fail", expect.stringContaining("no property can hold the number")],
      ["ok", "The contact database is shared."],
      ["ok", expect.stringContaining("Numbers are read from")],
    ]);
    const wrong = await findings({ ...services.env, CANVAS_EMAIL_PROPERTIES: "Mail" });
    expect(wrong.code).toBe(3);
    expect(wrong.of("contacts")).toEqual([
      expect.objectContaining({ status: "fail", text: expect.stringContaining('no property "Mail"') }),
    ]);
  });

  test("names columns that are missing or of a wrong type, and databases that are not shared", async () => {
    const { notion } = services;
    notion.removeProperty("calls", "Summary");
    notion.removeProperty("calls", "Started At");
    notion.addProperty("calls", "Started At", { type: "checkbox" });
    const { of } = await findings({ ...services.env, NOTION_MESSAGES_DATABASE_ID: "0".repeat(32) });
    expect(of("calls database")).toEqual([
      expect.objectContaining({ status: "fail", text: expect.stringContaining("Started At is a checkbox") }),
      expect.objectContaining({ status: "warn", text: expect.stringContaining("Summary") }),
    ]);
    expect(of("messages database")).toEqual([
      expect.objectContaining({ status: "fail", todo: expect.stringContaining("Connections") }),
    ]);
  });

  test("finds a column that is to link contacts, but relates to another database", async () => {
    const { notion } = services;
    notion.removeProperty("calls", "Canvas");
    notion.addProperty("calls", "Canvas", { type: "relation", to: "messages" });
    const { of, code } = await findings(services.env);
    expect(code).toBe(3);
    expect(of("calls database")).toContainEqual(
      expect.objectContaining({ status: "fail", text: expect.stringContaining("Canvas relates to another") }),
    );
    expect(of("messages database")).not.toContainEqual(expect.objectContaining({ status: "fail" }));
  });

  test("finds a webhook that is absent, and a server that is not there", async () => {
    const port = await freePort();
    const { of } = await findings({ ...services.env, PUBLIC_URL: `http://127.0.0.1:${port}` });
    expect(of("webhook")).toEqual([expect.objectContaining({ status: "fail", text: "OpenPhone has none." })]);
    expect(of("delivery")).toEqual([
      expect.objectContaining({ status: "fail", todo: expect.stringContaining("openphone-notion serve") }),
    ]);
  });

  test("says why it cannot listen in serve's place, and of a port that is taken whose it may be", async () => {
    const port = await freePort();
    const env = { ...services.env, PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
    // Of a network for documentation: no machine has this address.
    const nowhere = await findings({ ...env, HOST: "192.0.2.1" });
    expect(nowhere.code).toBe(3);
    expect(nowhere.of("listening")).toEqual([
      {
        ...{ check: "listening", status: "fail", todo: expect.stringContaining("Set HOST") },
        text: expect.stringContaining(`192.0.2.1:${port} (EADDRNOTAVAIL)`),
      },
    ]);

    const { port: taken } = new URL(services.env.NOTION_API_BASE!);
    const another = await findings({ ...env, PORT: taken, PUBLIC_URL: `http://127.0.0.1:${taken}` });
    expect(another.of("listening")).toEqual([
      {
        ...{ check: "listening", status: "warn", text: expect.stringContaining(`${taken} on`) },
        todo: expect.stringContaining("another program"),
      },
    ]);
  });

  test("does not take an OpenPhone that fails for one without webhooks", async () => {
    services.openphone.faults.next({ path: "/webhooks", times: 50 }, "500");
    const { of } = await findings({ ...services.env, PUBLIC_URL: "http://127.0.0.1:9" });
    expect(of("webhook")).toEqual([
      expect.objectContaining({ status: "fail", text: expect.stringContaining("openphone_unavailable") }),
    ]);
  });

  test("finds a server that has other secrets", async () => {
    const port = await freePort();
    const env = { ...services.env, PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
    const serve = startCli(["serve"], { cwd: folder, env });
    await serve.waitFor(/Listening/);
    const { of } = await findings({
      ...env,
      OPENPHONE_WEBHOOK_SECRET: "whsec_b3RoZXIgb3RoZXIgb3RoZXIgb3RoZXI=",
    });
    expect(of("delivery")).toEqual([
      expect.objectContaining({ text: expect.stringContaining("refuses the signature") }),
    ]);
    serve.process.kill("SIGTERM");
    await serve.ended;
  });

  test.each([
    ["OPENPHONE_API_BASE", "openphone api"],
    ["NOTION_API_BASE", "notion token"],
  ])("goes on to its end where %s does not answer", async (name, check) => {
    const port = await freePort();
    const { code, of, output } = await findings({ ...services.env, [name]: `http://127.0.0.1:${port}` });
    expect(code, output).toBe(3);
    expect(of(check)).toEqual([
      expect.objectContaining({ status: "fail", todo: expect.stringContaining("network") }),
    ]);
  });

  test("finds a database in the trash", async () => {
    await services.close();
    services = await servicesOnLoopback({ instead: withTrashedDatabase });
    const { code, of } = await findings(services.env);
    expect(code).toBe(3);
    expect(of("calls database")).toEqual([
      expect.objectContaining({ status: "fail", text: expect.stringContaining("trash") }),
    ]);
  });

  test("finds a Free plan, and a data folder that cannot be written", async () => {
    await services.close();
    services = await servicesOnLoopback({ notion: { plan: "free" } });
    const { code, output, of } = await findings({ ...services.env, DATA_DIR: "/dev/null/data" });
    expect(code, output).toBe(3);
    expect(of("notion plan")[0]).toMatchObject({
      status: "warn",
      text: expect.stringContaining("Free plan"),
    });
    expect(of("storage")[0]).toMatchObject({ status: "fail" });
    expect(of("state")[0]).toMatchObject({ status: "fail" });
  });
});
