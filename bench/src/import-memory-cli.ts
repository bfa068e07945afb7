import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChild } from "./child.ts";
import type { Services } from "./services-process.ts";

const BIN = join(import.meta.dirname, "../../packages/cli/bin/openphone-notion.js");
const LOOK_EVERY_MS = 250;
const DAY_MS = 24 * 3_600_000;

/** What `openphone-notion import`, as a user starts it, held while it brought so many activities to Notion, 600 requests a minute. Linux only. */
export interface CliMemory {
  /** Bytes, the most there ever was. */
  mostRss: number;
  seconds: number;
}

export async function measureCliImport(activities: number): Promise<CliMemory> {
  const services = await startChild<Services>("services-process.ts", { past: activities });
  const dataDir = await mkdtemp(join(tmpdir(), "import-memory-"));
  const since = new Date(Date.now() - DAY_MS - activities * 60_000).toISOString();
  const startedAt = performance.now();
  const cli = spawn(process.execPath, [BIN, "import", "--since", since], {
    cwd: dataDir,
    env: { PATH: process.env.PATH, ...environmentOf(services.ready), DATA_DIR: dataDir },
    stdio: "ignore",
  });
  let mostRss = 0;
  const look = async () => {
    const status = await readFile(`/proc/${cli.pid}/status`, "utf8").catch(() => "");
    // The high-water mark of the resident set.
    mostRss = Math.max(mostRss, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  try {
    const [code] = await once(cli, "exit");
    if (code !== 0) throw new Error(`The import ended with ${code}.`);
    return { mostRss, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    clearInterval(timer);
    cli.kill();
    await services.stop();
    await rm(dataDir, { recursive: true });
  }
}

const environmentOf = (services: Services) => ({
  OPENPHONE_API_KEY: services.apiKey,
  OPENPHONE_API_BASE: services.openphoneUrl,
  NOTION_API_KEY: "secret_bench",
  NOTION_API_BASE: services.notionUrl,
  NOTION_CALLS_DATABASE_ID: services.databases.calls,
  NOTION_MESSAGES_DATABASE_ID: services.databases.messages,
  NOTION_CANVAS_DATABASE_ID: services.databases.canvas,
  NOTION_REQUESTS_PER_MINUTE: "600",
  MEDIA_ALLOWED_HOSTS: services.mediaHost,
});
