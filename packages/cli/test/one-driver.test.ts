import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageReceived, signWebhook } from "@openphone-notion/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RunningCli, startCli } from "./run-cli.js";
import { type LoopbackServices, SECRET, servicesOnLoopback } from "./services-on-loopback.js";

let folder: string;
let services: LoopbackServices;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "one-driver-"));
  services = await servicesOnLoopback();
});
afterEach(async () => {
  await services.close();
  await rm(folder, { recursive: true });
});

async function startServe(): Promise<{ cli: RunningCli; url: string }> {
  const cli = startCli(["serve"], { cwd: folder, env: services.env });
  const [, url] = await cli.waitFor(/Listening on (http:\S+)/);
  return { cli, url: url! };
}

async function deliver(url: string, id: string): Promise<number> {
  const { headers, body } = await signWebhook(messageReceived({ id }), { secret: SECRET });
  return (await fetch(`${url}/webhooks/openphone`, { method: "POST", headers, body })).status;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const drives = async (url: string) =>
  ((await (await fetch(`${url}/health`)).json()) as { driving: boolean }).driving;
const ids = () => services.notion.pages("messages").map(({ values }) => values["Message ID"]);

describe("two processes on one data folder", () => {
  test("take deliveries both; one works, and the other takes over when it is killed", async () => {
    const first = await startServe();
    const second = await startServe();
    await second.cli.waitFor(/Another process works on/);
    expect([await drives(first.url), await drives(second.url)]).toEqual([true, false]);

    expect(await deliver(second.url, "ACsecond")).toBe(200);
    await until(() => ids().includes("ACsecond"));

    const killedAt = Date.now();
    first.cli.process.kill("SIGKILL");
    await until(() => drives(second.url));
    // Far less than the lease: a dead process keeps nothing.
    expect(Date.now() - killedAt).toBeLessThan(10_000);
    expect(await deliver(second.url, "ACafter")).toBe(200);
    await until(() => ids().includes("ACafter"));
    second.cli.process.kill("SIGTERM");
    expect(await second.cli.ended).toBe(0);
    expect(ids().sort()).toEqual(["ACafter", "ACsecond"]);
  });

  test("that cannot take the lock say what is in the way, and not that another is at it", async () => {
    await mkdir(join(folder, "data/drive.lock"), { recursive: true });
    const { cli, url } = await startServe();
    await cli.waitFor(/nothing comes into Notion yet: The lock \S+drive\.lock cannot be written/);
    expect(cli.output()).not.toContain("Another process");
    expect(await deliver(url, "ACsome")).toBe(200);
    await rm(join(folder, "data/drive.lock"), { recursive: true });
    await until(() => ids().includes("ACsome"));
    cli.process.kill("SIGTERM");
    expect(await cli.ended).toBe(0);
  });
});
