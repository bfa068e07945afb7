import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { takeFolderLock } from "./folder-lock.js";

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "folder-lock-"));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

test("one has it at a time, and nothing is written into its file", async () => {
  const dataDir = await folder();
  const release = takeFolderLock(dataDir, "drive");
  expect(takeFolderLock(dataDir, "drive")).toBeUndefined();
  release?.();
  takeFolderLock(dataDir, "drive")?.();
  expect(release).toBeDefined();
  expect((await stat(join(dataDir, "drive.lock"))).size).toBe(0);
});

/** What becomes of it in another process, whose user is not root. */
const IN_ANOTHER_PROCESS = `
  const { takeFolderLock } = await import(process.argv[1]);
  if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
  try {
    console.log(takeFolderLock(process.argv[2], "drive") ? "taken" : "busy");
  } catch ({ code, message }) {
    console.log(code, message);
  }`;

// As `sudo` leaves it.
test.skipIf(process.platform === "win32").each([0o444, 0o000])(
  "a lock whose file cannot be written (%o) is told by name, and neither taken nor busy",
  async (mode) => {
    const dataDir = await folder();
    await chmod(dataDir, 0o755);
    await writeFile(join(dataDir, "drive.lock"), "", { mode });
    const module = new URL("folder-lock.ts", import.meta.url).href;
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...["--input-type=module", "-e", IN_ANOTHER_PROCESS, module, dataDir],
    ]);
    expect(stdout).toMatch(/^store_unavailable The lock \S+drive\.lock cannot be written/);
  },
);
