import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export const BIN = join(import.meta.dirname, "../bin/openphone-notion.js");

export interface RunningCli {
  process: ChildProcess;
  /** Everything written to standard output and error so far. */
  output(): string;
  /** Standard output alone. */
  stdout(): string;
  /** Resolves with the first match in the output; rejects when the process ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Exit code; `null` when a signal ended it. */
  ended: Promise<number | null>;
}

/** Starts the built command line in a process of its own, with nothing of this environment but the PATH. */
export function startCli(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): RunningCli {
  return watch(
    spawn(process.execPath, [BIN, ...args], {
      cwd: options.cwd,
      env: { PATH: process.env.PATH, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
}

/** Follows what a process writes, and its end. */
export function watch(
  child: ChildProcess & Record<"stdout" | "stderr", NonNullable<ChildProcess["stdout"]>>,
): RunningCli {
  let text = "";
  let answer = "";
  const onText = new Set<() => void>();
  const ended = once(child, "close").then(([code]) => code as number | null);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      if (stream === child.stdout) answer += piece;
      for (const look of onText) look();
    });
  }
  return {
    process: child,
    output: () => text,
    stdout: () => answer,
    ended,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text);
          if (!match) return;
          onText.delete(look);
          resolve(match);
        };
        onText.add(look);
        look();
        void ended.then((code) => reject(new Error(`ended with ${code} before ${pattern}:\n${text}`)));
      }),
  };
}

/** Runs the command line to its end. */
export async function runCli(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<{ code: number | null; stdout: string; output: string }> {
  const cli = startCli(args, options);
  const code = await cli.ended;
  return { code, stdout: cli.stdout(), output: cli.output() };
}

/** The lines of `--json`. */
export const jsonLines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
