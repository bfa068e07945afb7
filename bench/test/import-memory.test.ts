import { expect, test } from "vitest";
import { measureCliImport } from "../src/import-memory-cli.ts";

/** Enough that, with the heap that V8 would take by default, it would be 200 MB and more. */
const ACTIVITIES = 200;

test.runIf(process.platform === "linux")(
  "an import from the command line stays below 200 MB",
  async () => {
    const { mostRss } = await measureCliImport(ACTIVITIES);
    expect(mostRss).toBeGreaterThan(50e6);
    expect(mostRss).toBeLessThan(190e6);
  },
  180_000,
);
