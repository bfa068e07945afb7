import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { heading } from "./print.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const TEST = "packages/testing/src/history/import-figures.test.ts";

/**
 * The import of 7,000 conversations (50,000 messages, 8,000 calls) on a virtual clock, against fakes with the real
 * limits: the test of that name at its full size. Takes some tens of minutes; `IMPORT_SCALE` makes it smaller.
 */
export async function importFigures(): Promise<void> {
  const scale = process.env.IMPORT_SCALE ?? "1";
  heading(`import: ${scale} × 7,000 conversations on a virtual clock, then the same killed 20 times`);
  const child = spawn("vitest", ["run", TEST, "--reporter=verbose"], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, IMPORT_SCALE: scale },
  });
  const code = await new Promise((resolve) => child.on("exit", resolve));
  if (code !== 0) throw new Error("The figures were not reached.");
}

if (import.meta.main) await importFigures();
