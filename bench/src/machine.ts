import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { arch, availableParallelism, cpus, platform, release, tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { percentile } from "./distribution.ts";
import { heading, row } from "./print.ts";

const PACKAGES = ["core", "state-sql", "adapter-node", "testing"];
const FSYNCS = 200;

/** What the numbers depend on beside the code. */
export function printMachine(words: readonly string[]): void {
  heading("Machine");
  row("command", ["npx -y pnpm@12.21.0 bench", ...(words.length > 0 ? ["--", ...words] : [])].join(" "));
  row("CPU", `${cpus()[0]?.model ?? "unknown"}, ${availableParallelism()} cores`);
  row("memory", `${(totalmem() / 2 ** 30).toFixed(0)} GiB`);
  row("system", `${platform()} ${arch()} ${release()}`);
  row("Node, SQLite", `${process.versions.node}, ${process.versions.sqlite}`);
  row("fsync of 4 KB where the data lie", fsyncTime());
  for (const [name, version] of versions()) row(name, version);
}

/** A commit waits for this; on a folder in memory it costs nothing, and the numbers would flatter. */
function fsyncTime(): string {
  const folder = mkdtempSync(join(tmpdir(), "openphone-notion-bench-"));
  try {
    const file = openSync(join(folder, "probe"), "w");
    const block = new Uint8Array(4096);
    const times = Array.from({ length: FSYNCS }, () => {
      const from = performance.now();
      writeSync(file, block);
      fsyncSync(file);
      return performance.now() - from;
    });
    closeSync(file);
    return `p50 ${percentile(times, 0.5).toFixed(2)} ms   p99 ${percentile(times, 0.99).toFixed(2)} ms`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Our packages with the versions of what they are built on. */
function versions(): [name: string, version: string][] {
  return PACKAGES.map((short) => {
    const name = `@openphone-notion/${short}`;
    const folder = join(dirname(fileURLToPath(import.meta.resolve(name))), "..");
    const own = readPackage(folder);
    const others = Object.keys(own.dependencies ?? {}).flatMap((dependency) => {
      const at = join(folder, "node_modules", dependency);
      const known = !dependency.startsWith("@openphone-notion/") && existsSync(at);
      return known ? `${dependency} ${readPackage(at).version}` : [];
    });
    return [name, [own.version, ...others].join(", ")];
  });
}

const readPackage = (folder: string): { version: string; dependencies?: Record<string, string> } =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
