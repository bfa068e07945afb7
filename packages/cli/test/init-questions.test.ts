import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Dialogue, hasTerminal, runAtTerminal } from "./run-at-terminal.js";
import { type LoopbackServices, servicesOnLoopback } from "./services-on-loopback.js";

let folder: string;
let services: LoopbackServices;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "questions-"));
  services = await servicesOnLoopback({ openphone: { apiKey: "op_typed_key" } });
});
afterEach(async () => {
  await services.close();
  await rm(folder, { recursive: true });
});

const PUBLIC = "https://sync.example.com";
const ENTER = "\r";
const CTRL_C = "\u0003";
const file = () => join(folder, ".env");

/** `init` at a terminal that knows no key yet, only where the fakes are. */
function init(dialogue: Dialogue, ...args: string[]) {
  const { OPENPHONE_API_BASE, NOTION_API_BASE } = services.env as Record<string, string>;
  const env = { OPENPHONE_API_BASE: OPENPHONE_API_BASE!, NOTION_API_BASE: NOTION_API_BASE! };
  return runAtTerminal(["init", ...args], { cwd: folder, env }, dialogue);
}

const keys = (): Dialogue => [
  [/OpenPhone API key[^\n]*: /, services.openphone.apiKey + ENTER],
  [/Token of a Notion connection[^\n]*: /, `secret_test${ENTER}`],
];
const CONTACTS = /Contacts to link[\s\S]*Number \[1\]: /;
const PAGE = /make the databases under:[\s\S]*Number \[1\]: /;
const ADDRESS = /Public https URL[^\n]*: /;
const GO_AHEAD = /Go ahead\? \[Y\/n\]: /;

const changes = () =>
  services.notion.requests.filter(({ method, path }) => method !== "GET" && !/query|search/.test(path))
    .length + services.openphone.requests.filter(({ method }) => method !== "GET").length;

describe.skipIf(!hasTerminal)("init at a terminal (needs util-linux)", () => {
  test("asks for all that it does not know, writes it to .env, and has nothing to ask the second time", async () => {
    const first = await init([
      ...keys(),
      [CONTACTS, ENTER],
      [PAGE, ENTER],
      [ADDRESS, `sync.example.com${ENTER}`],
      [/begins with https:\/\/[\s\S]*Public https URL[^\n]*: /, `${PUBLIC}/${ENTER}`],
      [GO_AHEAD, ENTER],
    ]);
    expect(first.code, first.output).toBe(0);
    const written = parseEnv(await readFile(file(), "utf8"));
    expect(written).toEqual({
      OPENPHONE_API_KEY: services.openphone.apiKey,
      NOTION_API_KEY: "secret_test",
      PUBLIC_URL: PUBLIC,
      OPENPHONE_WEBHOOK_SECRET: expect.stringMatching(/^whsec_/),
      NOTION_CALLS_DATABASE_ID: expect.stringMatching(/^[\da-f-]{32,36}$/),
      NOTION_MESSAGES_DATABASE_ID: expect.stringMatching(/^[\da-f-]{32,36}$/),
      NOTION_CANVAS_DATABASE_ID: expect.stringMatching(/^[\da-f-]{32,36}$/),
    });
    // Neither what was typed nor what was learnt.
    for (const secret of [services.openphone.apiKey, "secret_test", "whsec_"])
      expect(first.output).not.toContain(secret);

    const before = [changes(), await readFile(file(), "utf8")];
    const second = await init([]);
    expect(second.code, second.output).toBe(0);
    expect(second.output).toContain("as they should be");
    expect([changes(), await readFile(file(), "utf8")]).toEqual(before);
  });

  test("takes a contact database that is there, and asks again for what is none", async () => {
    const { canvas } = services.notion.databases;
    const { code, output } = await init([
      ...keys(),
      [CONTACTS, `4${ENTER}`],
      [/from 1 to 3, please[\s\S]*Number \[1\]: /, `2${ENTER}`],
      [/Its URL or id: /, `my contacts${ENTER}`],
      [/no Notion id or URL[\s\S]*Its URL or id: /, canvas.url + ENTER],
      [PAGE, ENTER],
      [ADDRESS, PUBLIC + ENTER],
      [GO_AHEAD, `yes${ENTER}`],
    ]);
    expect(code, output).toBe(0);
    expect(parseEnv(await readFile(file(), "utf8"))).toMatchObject({ NOTION_CANVAS_DATABASE_ID: canvas.url });
  });

  test("links nothing and takes a page by its URL where that is chosen, and asks no more", async () => {
    const page = `https://www.notion.so/Home-${services.notion.rootPageId.replaceAll("-", "")}`;
    const first = await init([
      ...keys(),
      [CONTACTS, `3${ENTER}`],
      [PAGE, `2${ENTER}`],
      [/Its URL \(share the page[^\n]*: /, page + ENTER],
      [ADDRESS, PUBLIC + ENTER],
      [GO_AHEAD, ENTER],
    ]);
    expect(first.code, first.output).toBe(0);
    expect(parseEnv(await readFile(file(), "utf8"))).toMatchObject({ NOTION_CANVAS_DATABASE_ID: "none" });
    const before = [changes(), await readFile(file(), "utf8")];
    const second = await init([]);
    expect(second.code, second.output).toBe(0);
    expect([changes(), await readFile(file(), "utf8")]).toEqual(before);
  });

  test.each([
    ["no at the end", [[GO_AHEAD, `n${ENTER}`]], 0, "Nothing was changed."],
    ["Ctrl-C at the end", [[GO_AHEAD, CTRL_C]], 130, ""],
  ] as [string, Dialogue, number, string][])("changes nothing after %s", async (_name, end, code, said) => {
    const ended = await init([
      ...keys(),
      [CONTACTS, ENTER],
      [PAGE, ENTER],
      [ADDRESS, PUBLIC + ENTER],
      ...end,
    ]);
    expect([ended.code, changes(), existsSync(file())], ended.output).toEqual([code, 0, false]);
    expect(ended.output).toContain(said);
  });

  test("tells of a key that is refused before it asks on", async () => {
    const [, token] = keys();
    const { code, output } = await init([[/OpenPhone API key[^\n]*: /, `old${ENTER}`], token!]);
    expect([code, output]).toEqual([4, expect.stringContaining("OpenPhone refused the API key")]);
    expect(output).not.toContain("Contacts to link");
  });
});
