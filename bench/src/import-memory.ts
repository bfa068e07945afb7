import { startChild } from "./child.ts";
import type { ImportMemory } from "./import-memory-process.ts";
import { figure, heading, row } from "./print.ts";

/** 50,000 messages and 8,000 calls. */
const ACTIVITIES = Number(process.env.IMPORT_ACTIVITIES ?? 58_000);

/**
 * On a big machine V8 lets garbage lie, so the resident set says little; that the import goes through in a heap of this
 * size says that it needs no more.
 */
const SMALL_HEAP = ["--max-old-space-size=100", "--max-semi-space-size=4"];

/** What an import holds in memory at the most. */
export async function importMemory(): Promise<void> {
  heading(
    `import memory: ${figure(ACTIVITIES)} activities through import and engine on SQLite, forgetful Notion, in a heap of 100 MB (goal 200 MB)`,
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
}

if (import.meta.main) await importMemory();
