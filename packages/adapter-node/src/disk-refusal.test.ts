import fs from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageReceived, serveOnLoopback, signWebhook } from "@openphone-notion/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { createNodeSync } from "./node-sync.js";

const secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/** The next time that anything is brought onto the disk, it refuses; after that it is as good as new. */
function refuseOnce(): void {
  const spy = vi
    .spyOn(fs, "fdatasync")
    .mockImplementationOnce(((_fd: number, done: (error: Error) => void) =>
      done(Object.assign(new Error("i/o error"), { code: "EIO", syscall: "fdatasync" }))) as never);
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
}

test("a disk that refused once is told in health, by an alert and to the program, until a new process takes over", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "disk-refusal-"));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const alerts: { code: string; message: string }[] = [];
  const chat = await serveOnLoopback(async (request) => {
    alerts.push((await request.json()) as (typeof alerts)[number]);
    return new Response();
  });
  onTestFinished(() => chat.close());
  const open = () =>
    createNodeSync(
      {
        openphone: { apiKey: "key", baseUrl: "http://127.0.0.1:9", webhookSecrets: [secret] },
        notion: { token: "t", baseUrl: "http://127.0.0.1:9", databases: { messages: "0".repeat(32) } },
        ...{ alertWebhookUrl: chat.url, dataDir, logLevel: "silent" },
      },
      {},
    );
  const sync = await open();
  const ask = async (to: typeof sync, id?: string): Promise<number> => {
    if (id === undefined) return (await to.fetch(new Request("http://localhost/health"))).status;
    const { headers, body } = await signWebhook(messageReceived({ id }), { secret });
    const path = "http://localhost/webhooks/openphone";
    return (await to.fetch(new Request(path, { method: "POST", headers, body }))).status;
  };
  expect([await ask(sync, "ACbefore"), await ask(sync)]).toEqual([200, 200]);

  refuseOnce();
  expect([await ask(sync, "ACrefused"), await ask(sync)]).toEqual([503, 503]);
  await expect(sync.refused).resolves.toMatchObject({ code: "store_unavailable" });
  await expect.poll(() => alerts).toHaveLength(1);
  expect(alerts[0]).toMatchObject({
    code: "store_unavailable",
    message: expect.stringContaining("started anew"),
  });
  // The disk is well again; what it dropped before is not.
  expect([await ask(sync, "ACafter"), await ask(sync)]).toEqual([503, 503]);
  await sync.stop();

  const next = await open();
  expect([await ask(next, "ACrefused"), await ask(next)]).toEqual([200, 200]);
  await next.stop();
});
