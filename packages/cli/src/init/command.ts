import { type Command, Option } from "commander";
import { examples, withJson, withSettings } from "../common-options.js";
import { exitWith } from "../exit-codes.js";

export function addInit(program: Command): void {
  withJson(withSettings(program.command("init")))
    .description("set up the Notion databases and the OpenPhone webhook, and write .env")
    .option("--page <url>", "Notion page to make missing databases under (id or URL)")
    .option("--calls <url>", "a database that you have for calls")
    .option("--messages <url>", "a database that you have for messages")
    .option("--canvas <url>", "a contact database that you have")
    .option("--no-canvas", "link no contacts")
    .option("--public-url <url>", "where OpenPhone reaches this server")
    .addOption(
      new Option("--webhooks <system>", "the new webhook, or the four legacy ones with four keys").choices([
        "new",
        "legacy",
        "none",
      ]),
    )
    .option("--yes", "ask nothing, go ahead")
    .option("--dry-run", "only show what would be done")
    .addHelpText(
      "after",
      `
Asks for what is missing at a terminal. Keys are taken from the environment or .env, never from flags.
Shows what it would add first; changes and removes nothing that is there. Running it again changes nothing.
${examples(
  ["openphone-notion init", "asks"],
  [
    "openphone-notion init --yes --page https://notion.so/… --public-url https://sync.example.com",
    "asks nothing",
  ],
  ["openphone-notion init --calls https://notion.so/… --dry-run", "what does my database lack?"],
)}`,
    )
    .action(async (options) => exitWith(await (await import("./init.js")).init(options)));
}
