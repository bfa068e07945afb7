import type { Command } from "commander";
import { examples, withJson, withSettings } from "../common-options.js";
import { exitWith } from "../exit-codes.js";

export function addRecord(program: Command): void {
  const record = program.command("record").description("look at one call, message or mail");

  withJson(withSettings(record.command("show")))
    .description("events, runs, failures, and what its row should show against what it shows (personal data)")
    .argument("<activity>", "its OpenPhone id (AC…) or key (call:AC…, message:AC…, mail:…)")
    .option("--no-notion", "only what is stored here; asks nobody")
    .addHelpText(
      "after",
      examples(
        ["openphone-notion record show AC123", "why does its row look like that?"],
        ["openphone-notion record show call:AC123 --no-notion --json", "for programs, offline"],
      ),
    )
    .action(async (name, options) => exitWith(await (await import("./show.js")).showRecord(name, options)));
}
