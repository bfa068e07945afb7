import { mediaStats } from "@openphone-notion/core";
import { EXIT } from "../exit-codes.js";
import { createOutput } from "../output/output.js";
import type { StateOptions } from "../with-state.js";
import { showSize } from "./size.js";
import { withStorage } from "./with-storage.js";

/** What the storage holds, by kind. */
export const showStats = (options: StateOptions): Promise<number> =>
  withStorage(options, async (storage) => {
    const output = createOutput(options);
    const kinds = Object.entries(await mediaStats(storage));
    const sum = (of: "files" | "bytes") => kinds.reduce((total, [, stats]) => total + stats[of], 0);
    output.object({ files: sum("files"), bytes: sum("bytes"), kinds: Object.fromEntries(kinds) });
    for (const [kind, { files, bytes, oldest, newest }] of kinds) {
      const days = oldest === undefined ? "" : `  ${oldest} to ${newest}`;
      output.line(
        `${kind.padEnd(10)}  ${String(files).padStart(8)} files  ${showSize(bytes).padStart(10)}${days}`,
      );
    }
    output.line(
      `${"together".padEnd(10)}  ${String(sum("files")).padStart(8)} files  ${showSize(sum("bytes")).padStart(10)}`,
    );
    return EXIT.done;
  });
