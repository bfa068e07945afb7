import type { ActivityState, StateStore } from "@openphone-notion/core";
import { EXIT } from "../exit-codes.js";
import { pc } from "../output/colours.js";
import { showTime } from "../output/time.js";
import { type StateOptions, withState } from "../with-state.js";

const PAGE = 500;

/** Every parked activity with its cause. Exit code 3 where there are any. */
export const listParked = (options: StateOptions): Promise<number> =>
  withState(options, async (store, output) => {
    let count = 0;
    for await (const activity of parked(store)) {
      count++;
      const { key, errorCode, errorMessage, attempts, updatedAt } = activity;
      output.object({
        ...{ key, errorCode, errorMessage, attempts },
        parkedAt: new Date(updatedAt).toISOString(),
      });
      output.line(
        `${pc.bold(key)}  ${pc.red(errorCode ?? "")}  ${attempts} attempts, ${showTime(updatedAt)}`,
      );
      if (errorMessage) output.line(`  ${errorMessage}`);
    }
    if (count === 0) output.line("Nothing is parked.");
    else output.line(`\n${count} parked. When the cause is mended: openphone-notion dlq replay --all`);
    return count === 0 ? EXIT.done : EXIT.findings;
  });

async function* parked(store: StateStore): AsyncIterable<ActivityState> {
  let cursor: string | undefined;
  do {
    const page = await store.activities({
      statuses: ["parked"],
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield* page.activities;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
