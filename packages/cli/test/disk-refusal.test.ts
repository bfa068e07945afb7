import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageReceived, signWebhook } from "@openphone-notion/testing";
import { expect, onTestFinished, test } from "vitest";
import { startCli } from "./run-cli.js";
import { SECRET, servicesOnLoopback } from "./services-on-loopback.js";

/** In the process: brings nothing onto the disk while there is a file `refuse` in its folder. */
const REFUSING = `
  import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  const { fdatasync } = fs;
  fs.fdatasync = (fd, done) =>
    fs.existsSync("refuse")
      ? done(Object.assign(new Error("i/o error"), { code: "EIO", syscall: "fdatasync" }))
      : fdatasync(fd, done);
  syncBuiltinESMExports();`;

test("serve ends when the disk refuses, and what it had acknowledged is there when it is started anew", async () => {
  const folder = await mkdtemp(join(tmpdir(), "disk-refusal-"));
  const services = await servicesOnLoopback();
  onTestFinished(async () => {
    await services.close();
    await rm(folder, { recursive: true });
  });
  await writeFile(join(folder, "refusing.mjs"), REFUSING);
  const env = { ...services.env, NODE_OPTIONS: `--import=${join(folder, "refusing.mjs")}` };
  const start = async () => {
    const cli = startCli(["serve"], { cwd: folder, env });
    const [, url] = await cli.waitFor(/Listening on (http:\S+)/);
    const deliver = async (id: string) => {
      const { headers, body } = await signWebhook(messageReceived({ id }), { secret: SECRET });
      return (await fetch(`${url}/webhooks/openphone`, { method: "POST", headers, body })).status;
    };
    return { cli, deliver };
  };

  const first = await start();
  expect(await first.deliver("ACkept")).toBe(200);
  await writeFile(join(folder, "refuse"), "");
  expect(await first.deliver("ACrefused")).toBe(503);
  expect([await first.cli.ended, first.cli.output()]).toEqual([
    1,
    expect.stringMatching(/The database openphone-notion\.db could not be read or written[\s\S]*ending/),
  ]);

  await rm(join(folder, "refuse"));
  const second = await start();
  expect(await second.deliver("ACrefused")).toBe(200);
  const ids = () => services.notion.pages("messages").map(({ values }) => values["Message ID"]);
  await expect.poll(() => ids().toSorted(), { timeout: 20_000 }).toEqual(["ACkept", "ACrefused"]);
  second.cli.process.kill("SIGTERM");
  expect(await second.cli.ended).toBe(0);
});
