import type { Command } from "commander";
import { examples, withJson, withSettings } from "../common-options.js";
import { exitWith } from "../exit-codes.js";
import { beginWith, SMALL_HEAP } from "../running/node-flags.js";

export function addImport(program: Command): void {
  withJson(withSettings(program.command("import")))
    .description("bring the past into Notion: calls and messages of a time range, with all their parts")
    .requiredOption("--since <date>", "a date (2024-01-31: from midnight UTC) or an ISO instant")
    .option("--until <date>", "a date (the whole day, UTC) or an ISO instant; default: now")
    .option("--numbers <number...>", "only these numbers of yours: ids (PN…) or +15555550100")
    .option("--dry-run", "read and count only; write nothing")
    .addHelpText(
      "after",
      `
May be stopped at any time (Ctrl-C, even kill -9): the same command goes on where it was. Rows that an earlier
tool made are taken over, never doubled. Beside a running serve it hands everything to that; webhooks go first.
${examples(
  ["openphone-notion import --since 2024-01-01 --dry-run", "what is there?"],
  ["openphone-notion import --since 2024-01-01", "everything since then"],
  ["openphone-notion import --since 2024-03-01 --until 2024-03-31", "the whole of March"],
  ["openphone-notion import --since 2024-03-01T08:00:00-05:00", "from an exact moment"],
  ["openphone-notion import --since 2024-01-01 --numbers PN123 PN456", "two numbers only"],
)}`,
    )
    .action(async (options) => {
      beginWith(SMALL_HEAP);
      exitWith(await (await import("./run.js")).importRange(options));
    });
}
