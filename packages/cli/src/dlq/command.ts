import type { Command } from "commander";
import { examples, withJson, withSettings } from "../common-options.js";
import { exitWith } from "../exit-codes.js";

/** `dlq list`, `dlq replay`. */
export function addDlq(program: Command): void {
  const dlq = program
    .command("dlq")
    .description("activities that were given up (parked) after many attempts or for a lasting cause");

  withJson(withSettings(dlq.command("list")))
    .description("what is parked, and why; exit code 3 where there is any")
    .addHelpText("after", examples(["openphone-notion dlq list", "causes, and what to do about them"]))
    .action(async (options) => exitWith(await (await import("./list.js")).listParked(options)));

  withJson(withSettings(dlq.command("replay")))
    .description("try parked activities again")
    .argument("[key...]", "activities (call:AC…, message:AC… or AC…)")
    .option("--all", "every parked activity")
    .addHelpText(
      "after",
      examples(
        ["openphone-notion dlq replay call:AC123", "one of them"],
        ["openphone-notion dlq replay --all", "all, when the cause is mended"],
      ),
    )
    .action(async (keys, options) =>
      exitWith(await (await import("./replay.js")).replayParked(keys, options)),
    );
}
