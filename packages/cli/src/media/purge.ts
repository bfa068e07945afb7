import { purgeMedia, silentLogger, systemClock } from "@openphone-notion/core";
import { EXIT } from "../exit-codes.js";
import { usageError } from "../failure.js";
import { type StateOptions, withState } from "../with-state.js";
import { showSize } from "./size.js";
import { withStorage } from "./with-storage.js";

export interface PurgeOptions extends StateOptions {
  olderThan: string;
  dryRun?: boolean;
}

const DAYS = { d: 1, w: 7 } as const;
const DAY_MS = 24 * 3_600_000;

/** Deletes what is older. Rows are written by the running serve, or the next. */
export function purge(options: PurgeOptions): Promise<number> {
  const days = readDays(options.olderThan);
  const dryRun = options.dryRun === true;
  return withState(options, (store, output) =>
    withStorage(options, async (storage) => {
      const retention = {
        ...{ store, storage, clock: systemClock, logger: silentLogger },
        owner: `media-purge-${process.pid}`,
      };
      const all = { files: 0, bytes: 0, rows: 0, waiting: 0 };
      const before = Date.now() - days * DAY_MS;
      let cursor: string | undefined;
      do {
        const request = { before, days, dryRun, ...(cursor === undefined ? {} : { cursor }) };
        const slice = await purgeMedia(retention, request);
        for (const figure of ["files", "bytes", "rows", "waiting"] as const) all[figure] += slice[figure];
        cursor = slice.cursor;
      } while (cursor !== undefined);
      output.object({ ...all, dryRun });
      output.line(
        `${all.files} files (${showSize(all.bytes)}) ${dryRun ? "would be" : "were"} deleted; ${all.rows} rows ${
          dryRun ? "would say" : "will say"
        } so.`,
      );
      if (all.waiting > 0)
        output.line(`${all.waiting} files wait for their activity to be done; run it again.`);
      return all.waiting > 0 ? EXIT.findings : EXIT.done;
    }),
  );
}

function readDays(text: string): number {
  const [, count, unit] = /^(\d{1,5})([dw])$/.exec(text.trim()) ?? [];
  const days = Number(count) * DAYS[unit as keyof typeof DAYS];
  if (days > 0) return days;
  throw usageError("--older-than takes a time such as 90d: a number and d or w (days, weeks).");
}
