import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli, startCli } from "./run-cli.js";
import { type LoopbackServices, servicesOnLoopback } from "./services-on-loopback.js";

let folder: string;
let services: LoopbackServices;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "second-run-"));
  services = await servicesOnLoopback();
  for (let at = 1; at <= 3; at++)
    services.openphone.addMessage({
      id: `ACpast${at}`,
      createdAt: new Date(Date.now() - at * 60_000).toISOString(),
    });
});
afterEach(async () => {
  await services.close();
  await rm(folder, { recursive: true });
});

const options = () => ({ cwd: folder, env: services.env });
const rows = () => services.notion.pages("messages");
const since = () => new Date(Date.now() - 3_600_000).toISOString();

/** Far less than the minute after which what was stopped is looked at again. */
const SOON_MS = 40_000;

/** Refuses every new row, as Notion does once a share, a plan or a token has gone in the middle of the work. */
function refuseRows(fault: "not-shared" | "block-limit" | "unauthorized"): void {
  services.notion.faults.random({ method: "POST", path: "/v1/pages", probability: 1, faults: [fault] });
}

async function soon<T>(work: Promise<T>): Promise<T> {
  const begunAt = performance.now();
  const result = await work;
  expect(performance.now() - begunAt).toBeLessThan(SOON_MS);
  return result;
}

describe("once it is mended, the next run goes on at once", () => {
  test.each([
    ["not-shared", /share the database/],
    ["block-limit", /free plan's blocks/],
    ["unauthorized", /NOTION_API_KEY/],
  ] as const)(
    "import after %s",
    async (fault, says) => {
      refuseRows(fault);
      const stopped = await runCli(["import", "--since", since()], options());
      expect([stopped.code, stopped.output]).toEqual([4, expect.stringMatching(says)]);

      services.notion.faults.clear();
      const { code, output } = await soon(runCli(["import", "--since", since()], options()));
      expect(code, output).toBe(0);
      expect(rows()).toHaveLength(3);
    },
    120_000,
  );

  test("reconcile --fix", async () => {
    refuseRows("not-shared");
    const command = ["reconcile", "--last", "2h", "--fix"];
    const stopped = await runCli(command, options());
    expect([stopped.code, stopped.output]).toEqual([4, expect.stringMatching(/share the database/)]);

    services.notion.faults.clear();
    const { code, output } = await soon(runCli(command, options()));
    expect(code, output).toBe(0);
    expect(rows()).toHaveLength(3);
  }, 120_000);

  test("serve", async () => {
    refuseRows("not-shared");
    expect((await runCli(["import", "--since", since()], options())).code).toBe(4);

    services.notion.faults.clear();
    const serve = startCli(["serve"], options());
    await serve.waitFor(/Listening on/);
    await soon(expect.poll(rows, { timeout: SOON_MS }).toHaveLength(3));
    serve.process.kill("SIGTERM");
    expect(await serve.ended).toBe(0);
  }, 120_000);
});
