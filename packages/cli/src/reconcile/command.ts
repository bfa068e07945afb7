import type { Command } from "commander";
import { examples, withJson, withSettings } from "../common-options.js";
import { exitWith } from "../exit-codes.js";
import { beginWith, SMALL_HEAP } from "../running/node-flags.js";

export function addReconcile(program: Command): void {
  withJson(withSettings(program.command("reconcile")))
    .description("compare OpenPhone with Notion, and repair what differs")
    .requiredOption("--last <time>", "how far back: 24h, 90m, 7d, 2w")
    .option("--fix", "repair: fetch what was missed, write rows anew, throw second rows away")
    .option("--keep-edits", "with --fix: leave what somebody edited in Notion")
    .addHelpText(
      "after",
      `
serve does this by itself every 6 hours, and once a day for the whole past it keeps; it keeps edits.
Rows that were thrown away stay so, and columns of yours are never touched. Exit code 3 where a difference is left.
${examples(
  ["openphone-notion reconcile --last 24h", "what differs? changes nothing"],
  ["openphone-notion reconcile --last 3d --fix", "after an outage"],
)}`,
    )
    .action(async (options) => {
      beginWith(SMALL_HEAP);
      exitWith(await (await import("./run.js")).reconcile(options));
    });
}
