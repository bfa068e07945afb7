import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readEnvironment } from "./load-config.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "load-config-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test("the environment wins over the file, but not with what is empty", async () => {
  const file = join(folder, "settings");
  await writeFile(file, "NOTION_API_KEY=from-file\nADMIN_TOKEN=from-file\n");
  vi.stubEnv("NOTION_API_KEY", "");
  vi.stubEnv("ADMIN_TOKEN", "from-environment");
  expect(readEnvironment(file)).toMatchObject({
    NOTION_API_KEY: "from-file",
    ADMIN_TOKEN: "from-environment",
  });
});

test("a byte order mark is no part of the first name", async () => {
  const file = join(folder, "settings");
  await writeFile(file, "\uFEFFOPENPHONE_API_SURFACE=v1\nHOST=::1\n");
  expect(readEnvironment(file)).toMatchObject({ OPENPHONE_API_SURFACE: "v1", HOST: "::1" });
});
