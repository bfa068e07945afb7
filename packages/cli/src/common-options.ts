import type { Command } from "commander";

/** Where settings come from; every command takes these. */
export const withSettings = (command: Command): Command =>
  command
    .option("--settings <path>", "read settings from this file instead of .env")
    .option(
      "--config <path>",
      "TypeScript or JavaScript module with options, instead of openphone-notion.config.ts",
    );

export const withJson = (command: Command): Command =>
  command.option("--json", "one JSON object a line on standard output, for programs");

/** The last part of a command's help: what one would type. */
export const examples = (...lines: readonly [command: string, does: string][]): string => {
  const width = Math.max(...lines.map(([command]) => command.length));
  return ["", "Examples:", ...lines.map(([command, does]) => `  ${command.padEnd(width)}   # ${does}`)].join(
    "\n",
  );
};
