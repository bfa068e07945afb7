import type { Command } from "commander";
import { examples, withJson, withSettings } from "../common-options.js";
import { exitWith } from "../exit-codes.js";

/** `notion-webhook`. */
export function addNotionWebhook(program: Command): void {
  withJson(withSettings(program.command("notion-webhook")))
    .description("the verification token that Notion asks for when you make a webhook subscription (secret)")
    .option("--accept", "use the token that was offered last, after you have made a new subscription")
    .addHelpText(
      "after",
      examples(
        ["openphone-notion notion-webhook", "what to paste into Notion"],
        ["openphone-notion notion-webhook --accept", "a new subscription takes the place of the old one"],
      ),
    )
    .action(async (options) => exitWith(await (await import("./show.js")).showNotionWebhook(options)));
}
