import type { Command } from "commander";
import { examples, withJson, withSettings } from "../common-options.js";
import { exitWith } from "../exit-codes.js";

/** `media stats`, `media purge`, `media revoke`. */
export function addMedia(program: Command): void {
  const media = program.command("media").description("recordings, voicemails and attachments in storage");

  withJson(withSettings(media.command("stats")))
    .description("how many files there are, of what kind and from when")
    .addHelpText("after", examples(["openphone-notion media stats", "reads the storage's whole list"]))
    .action(async (options) => exitWith(await (await import("./stats.js")).showStats(options)));

  withJson(withSettings(media.command("purge")))
    .description("delete files of days gone by; their rows stay and say so")
    .requiredOption("--older-than <time>", "such as 90d or 26w; whole days are deleted")
    .option("--dry-run", "only count what would be deleted")
    .addHelpText(
      "after",
      examples(
        ["openphone-notion media purge --older-than 90d --dry-run", "how much would that be?"],
        ["openphone-notion media purge --older-than 90d", "once; MEDIA_RETENTION_DAYS=90 does it every day"],
      ),
    )
    .action(async (options) => exitWith(await (await import("./purge.js")).purge(options)));

  withJson(withSettings(media.command("revoke")))
    .description("make every link to a file worthless")
    .addHelpText(
      "after",
      examples(["openphone-notion media revoke", "then restart serve, and reconcile --fix"]),
    )
    .action(async (options) => exitWith(await (await import("./revoke.js")).revoke(options)));
}
