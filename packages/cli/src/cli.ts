import { SyncError } from "@openphone-notion/core";
import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { EXIT } from "./exit-codes.js";

const program = new Command("openphone-notion")
  .description("Every OpenPhone (Quo) call and message in your own Notion databases: once, complete, linked.")
  .version(packageJson.version)
  // Before the commands, which inherit it.
  .exitOverride((exit) => process.exit(exit.exitCode === 0 ? EXIT.done : EXIT.usage))
  .showHelpAfterError("(run with --help to see what is possible)")
  .addHelpText(
    "after",
    "\nExit codes: 0 done · 1 failed · 2 settings or arguments are missing or wrong\nSettings: docs/configuration.md, or serve --help",
  );

program
  .command("serve")
  .description("receive webhooks and keep Notion up to date")
  .option("--host <address>", "address to listen on")
  .option("--port <number>", "port to listen on")
  .option("--allow-unsigned", "accept deliveries without a signature (loopback only, for development)")
  .option("--settings <path>", "read settings from this file instead of .env")
  .option(
    "--config <path>",
    "TypeScript or JavaScript module with options, instead of openphone-notion.config.ts",
  )
  .addHelpText("after", `\n${(await import("./serve-help.js")).serveHelp}`)
  .action(async (options) => (await import("./serve.js")).serve(options));

program
  .command("demo")
  .description("run a business morning end to end against fakes on this machine; no keys needed")
  .option("--seed <number>", "another morning", "1")
  .option("--keep", "keep the data folder and print where it is")
  .action(async (options) => (await import("./demo/demo.js")).demo(options));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof SyncError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.code === "invalid_configuration" ? EXIT.usage : EXIT.failed);
}
