import type { Command } from "commander";
import { examples, withJson, withSettings } from "../common-options.js";
import { exitWith } from "../exit-codes.js";

export function addDoctor(program: Command): void {
  withJson(withSettings(program.command("doctor")))
    .description("check keys, databases, webhook, storage and clock; each line says what to do")
    .option("--write", "also make a row in each database and throw it away again")
    .addHelpText(
      "after",
      `
Changes nothing, but for a test event in the inbox. Where serve does not run, it listens itself for the test.
${examples(
  ["openphone-notion doctor", "before the first serve, and whenever something is odd"],
  ["openphone-notion doctor --write", "also whether Notion lets the connection write"],
  ["openphone-notion doctor --json", "for a monitor; exit code 3 where a check fails"],
)}`,
    )
    .action(async (options) => exitWith(await (await import("./doctor.js")).doctor(options)));
}
