import { type MediaRetention, purgeMedia } from "./retain-media.js";

const DAY_MS = 24 * 3_600_000;
const CURSOR = "media-retention";

/** How far the pass of the day has come. */
interface Pass {
  /** When it began, in milliseconds since the epoch. */
  at: number;
  /** Absent when it has ended. */
  cursor?: string;
}

/**
 * To be called every few minutes: deletes, once a day, the files that are older than `days`. Does at most `slices` pages
 * of the list, and goes on there at the next call, also in another process.
 */
export async function retainMediaWhenDue(
  retention: MediaRetention,
  days: number,
  { signal, slices = 20 }: { signal?: AbortSignal; slices?: number } = {},
): Promise<void> {
  const { store, clock, logger } = retention;
  const stored = await store.getCursor(CURSOR);
  let pass: Pass | undefined = stored === undefined ? undefined : (JSON.parse(stored) as Pass);
  const now = clock.now();
  if (pass && pass.cursor === undefined && now - pass.at < DAY_MS) return;
  if (!pass || pass.cursor === undefined) pass = { at: now, cursor: "0|" };
  for (let slice = 0; slice < slices && pass.cursor !== undefined && !signal?.aborted; slice++) {
    const request = { before: pass.at - days * DAY_MS, days, cursor: pass.cursor };
    const { cursor, ...purged } = await purgeMedia(retention, request);
    pass = { at: pass.at, ...(cursor === undefined ? {} : { cursor }) };
    await store.putCursor(CURSOR, JSON.stringify(pass));
    if (purged.files + purged.waiting > 0) logger.info("media.purged", { ...purged });
  }
}
