import { EXIT } from "../exit-codes.js";
import { printable } from "./printable.js";

/** Where a command's answer goes: lines for people, or with `--json` one JSON object a line for programs. */
export interface Output {
  readonly json: boolean;
  /** A line for people; nothing with `--json`. */
  line(text?: string): void;
  /** An object for programs; nothing without `--json`. */
  object(value: Readonly<Record<string, unknown>>): void;
  /** A remark beside the answer, on standard error in either case. */
  remark(text: string): void;
}

export function createOutput({ json = false }: { json?: boolean }): Output {
  return {
    json,
    line(text = "") {
      if (!json) process.stdout.write(`${text}\n`);
    },
    object(value) {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
    remark(text) {
      process.stderr.write(`${printable(text)}\n`);
    },
  };
}

/**
 * A reader that wants no more (`… | head`) ends the command without a word. Unless all was done by then, the exit code
 * says so: an import that was cut off must not look like one that is complete.
 */
export function endWhenReaderLeaves(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code !== "EPIPE" && stream === process.stdout) {
        process.stderr.write(`The answer could not be written (${code}): is the disk full?\n`);
      }
      process.exit(code === "EPIPE" ? (process.exitCode ?? EXIT.failed) : EXIT.failed);
    });
  }
}
