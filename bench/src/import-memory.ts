import { SMALL_HEAP } from "../../packages/cli/src/running/node-flags.ts";
import { startChild } from "./child.ts";
import { measureCliImport } from "./import-memory-cli.ts";
import type { ImportMemory } from "./import-memory-process.ts";
import { figure, heading, row } from "./print.ts";

/** 50,000 messages and 8,000 calls. */
const ACTIVITIES = Number(process.env.IMPORT_ACTIVITIES ?? 58_000);

/** Of the command line at the most that Notion allows anybody: 600 a minute. */
const CLI_ACTIVITIES = Number(process.env.IMPORT_CLI_ACTIVITIES ?? 3_000);

/** What an import holds in memory at the most. */
export async function importMemory(): Promise<void> {
  heading(
    `import memory: ${figure(ACTIVITIES)} activities through import and engine on SQLite, forgetful Notion, fakes in the same process`,
  );
  const child = await startChild<ImportMemory>(
    "import-memory-process.ts",
    { activities: ACTIVITIES },
    SMALL_HEAP,
  );
  const { firstRss, mostRss, mostHeap, seconds } = child.ready;
  await child.stop();
  const megabytes = (bytes: number) => `${figure(bytes / 1e6)} MB`;
  row("before it begins", `RSS ${megabytes(firstRss)}`);
  row("at the most", `RSS ${megabytes(mostRss)}   heap ${megabytes(mostHeap)}`);
  row("activities", `${figure(ACTIVITIES / seconds)}/s`);

  heading(`import memory: openphone-notion import of ${figure(CLI_ACTIVITIES)} activities (goal 200 MB)`);
  const cli = await measureCliImport(CLI_ACTIVITIES);
  row("at the most", `RSS ${megabytes(cli.mostRss)}`);
  row("activities", `${figure(CLI_ACTIVITIES / cli.seconds)}/s`);
}

if (import.meta.main) await importMemory();
