import { SyncError } from "@openphone-notion/core";
import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { addDemo } from "./demo/command.js";
import { addDlq } from "./dlq/command.js";
import { addDoctor } from "./doctor/command.js";
import { addEvents } from "./events/command.js";
import { EXIT, exitCodesHelp } from "./exit-codes.js";
import { exitCodeFor } from "./failure.js";
import { addImport } from "./import/command.js";
import { addInit } from "./init/command.js";
import { addMedia } from "./media/command.js";
import { addNotionWebhook } from "./notion-webhook/command.js";
import { createOutput, endWhenReaderLeaves } from "./output/output.js";
import { addReconcile } from "./reconcile/command.js";
import { addRecord } from "./record/command.js";
import { addServe } from "./serve/command.js";

endWhenReaderLeaves();
const program = new Command("openphone-notion")
  .description("Every OpenPhone (Quo) call and message in your own Notion databases: once, complete, linked.")
  .version(packageJson.version)
  // Before the commands, which inherit it.
  .exitOverride((exit) => process.exit(exit.exitCode === 0 ? EXIT.done : EXIT.usage))
  .showHelpAfterError("(run with --help to see what is possible)")
  .addHelpText("after", `\n${exitCodesHelp}\n\nSettings: docs/configuration.md, or serve --help`);

addInit(program);
addDoctor(program);
addServe(program);
addImport(program);
addReconcile(program);
addEvents(program);
addRecord(program);
addDlq(program);
addMedia(program);
addNotionWebhook(program);
addDemo(program);

// Pauses and backoffs wait on timers that keep no process alive by themselves.
const alive = setInterval(() => {}, 60_000);
try {
  await program.parseAsync();
} catch (error) {
  process.exit(explain(error));
} finally {
  clearInterval(alive);
}

/** Says what went wrong on standard error, and answers the exit code. What nobody foresaw keeps its stack. */
function explain(error: unknown): number {
  // Ctrl-C at a question.
  if (error instanceof Error && error.name === "AbortError") return EXIT.interrupted;
  const foreseen = error instanceof SyncError || typeof (error as NodeJS.ErrnoException).syscall === "string";
  if (!foreseen) throw error;
  const { message } = error as Error;
  process.stderr.write(`${message}\n`);
  if (!(error instanceof SyncError)) return EXIT.failed;
  createOutput({ json: process.argv.includes("--json") }).object({
    type: "error",
    code: error.code,
    message,
  });
  return exitCodeFor(error.code);
}
