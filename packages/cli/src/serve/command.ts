import type { Command } from "commander";
import { examples, withSettings } from "../common-options.js";
import { beginWith, COLLECTS_PASSED_FILES } from "../running/node-flags.js";
import { serveHelp } from "./serve-help.js";

export function addServe(program: Command): void {
  withSettings(program.command("serve"))
    .description("receive webhooks and keep Notion up to date")
    .option("--host <address>", "address to listen on")
    .option("--port <number>", "port to listen on")
    .option("--allow-unsigned", "accept deliveries without a signature (loopback only, for development)")
    .addHelpText(
      "after",
      `\n${serveHelp}\n${examples(
        ["openphone-notion serve", "until Ctrl-C or SIGTERM; ends what is under way, then exits with 0"],
        ["openphone-notion serve --port 9000", "on another port"],
      )}`,
    )
    .action(async (options) => {
      beginWith(COLLECTS_PASSED_FILES);
      await (await import("./serve.js")).serve(options);
    });
}
