import { rotateMediaSecret } from "@openphone-notion/core";
import { EXIT } from "../exit-codes.js";
import { type StateOptions, withState } from "../with-state.js";

/** Makes another secret for links: the old ones are worthless once `serve` has it. */
export const revoke = (options: StateOptions): Promise<number> =>
  withState(options, async (store, output) => {
    await rotateMediaSecret(store);
    output.object({ revoked: true });
    output.line(
      "Links are signed with another secret from now on. Restart serve: the old links end with that.",
    );
    output.line("New links come into Notion with: openphone-notion reconcile --last 365d --fix");
    return EXIT.done;
  });
