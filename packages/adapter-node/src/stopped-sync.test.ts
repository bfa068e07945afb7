import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createNodeSync } from "./node-sync.js";

test("a sync that has been stopped does not start or listen again", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "stopped-"));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const sync = await createNodeSync(
    {
      openphone: { apiKey: "key", allowUnsigned: true },
      notion: { token: "t", databases: { messages: "0".repeat(32) } },
      ...{ dataDir, logLevel: "silent", port: 0 },
    },
    {},
  );
  await sync.stop();
  for (const again of [sync.start(), sync.listen()])
    await expect(again).rejects.toMatchObject({ message: expect.stringContaining("has been stopped") });
  await sync.stop();
});
