import type { Command } from "commander";

export function addDemo(program: Command): void {
  program
    .command("demo")
    .description("run a business morning end to end against fakes on this machine; no keys needed")
    .option("--seed <number>", "another morning", "1")
    .option("--keep", "keep the data folder and print where it is")
    .action(async (options) => (await import("./demo.js")).demo(options));
}
