import type { Command } from "commander";
import { limitArgument } from "../arguments.js";
import { examples, withJson, withSettings } from "../common-options.js";
import { exitWith } from "../exit-codes.js";

/** `events list`, `events show`, `events recover`. */
export function addEvents(program: Command): void {
  const events = program
    .command("events")
    .description("look at received webhook events, or fetch missed ones");

  withJson(withSettings(events.command("list")))
    .description("the newest events and what became of them; no contents")
    .option("--failed", "only those whose activity fails or is parked")
    .option("--activity <key>", "only those of one activity (AC…, call:AC…, message:AC…)")
    .option("--limit <count>", "at most so many, up to 1000", limitArgument, 50)
    .addHelpText(
      "after",
      examples(
        ["openphone-notion events list", "what came in last"],
        ["openphone-notion events list --failed", "what is stuck, with its error code"],
        ["openphone-notion events list --activity AC123 --json", "every event of one call"],
      ),
    )
    .action(async (options) => exitWith(await (await import("./list.js")).listEvents(options)));

  withJson(withSettings(events.command("show")))
    .description("one event with its body as received (shows personal data)")
    .argument("<id>", "event id (EV…), as in events list")
    .addHelpText("after", examples(["openphone-notion events show EV123", "what OpenPhone sent"]))
    .action(async (id, options) => exitWith(await (await import("./show.js")).showEvent(id, options)));

  withJson(withSettings(events.command("recover")))
    .description("fetch deliveries that OpenPhone gave up, from the log of the new webhooks")
    .requiredOption("--since <date>", "a date (from midnight UTC) or an ISO instant")
    .addHelpText(
      "after",
      examples([
        "openphone-notion events recover --since 2024-03-01",
        "after an outage of more than a day; may be repeated",
      ]),
    )
    .action(async (options) => exitWith(await (await import("./recover.js")).recoverEvents(options)));
}
