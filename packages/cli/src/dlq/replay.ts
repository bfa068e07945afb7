import { keysMeant } from "../activity-key.js";
import { EXIT } from "../exit-codes.js";
import { usageError } from "../failure.js";
import { type StateOptions, withState } from "../with-state.js";

export interface ReplayOptions extends StateOptions {
  all?: boolean;
}

/** Makes parked activities due again. Who drives takes them up within seconds. */
export const replayParked = (names: readonly string[], options: ReplayOptions): Promise<number> => {
  if (names.length === 0 && !options.all) {
    throw usageError("Name the activities to replay (dlq list shows them), or all of them with --all.");
  }
  if (names.length > 0 && options.all) throw usageError("Either name activities or say --all, not both.");
  const keys = names.flatMap(keysMeant);
  return withState(options, async (store, output) => {
    const replayed = await store.replay({ now: Date.now(), ...(options.all ? {} : { keys }) });
    output.object({ replayed });
    output.line(
      replayed === 0
        ? options.all
          ? "Nothing is parked."
          : "Nothing was parked under that; `dlq list` shows what is."
        : `${replayed} due again: the running serve (or the next) takes ${replayed === 1 ? "it" : "them"} up.`,
    );
    return replayed === 0 && !options.all ? EXIT.failed : EXIT.done;
  });
};
