import { spawn } from "node:child_process";
import { BIN, watch } from "./run-cli.js";

/** util-linux's `script` gives a pseudo-terminal; that of other systems takes other arguments. */
export const hasTerminal = process.platform === "linux";

/** What is typed once the terminal shows a text. */
export type Dialogue = readonly (readonly [shown: RegExp, typed: string])[];

/**
 * Runs the built command line at a pseudo-terminal, as a person would: each answer is typed when its question is shown.
 * `output` is what the terminal showed.
 */
export async function runAtTerminal(
  args: readonly string[],
  options: { cwd: string; env: Record<string, string> },
  dialogue: Dialogue,
): Promise<{ code: number | null; output: string }> {
  const command = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, SHELL: "/bin/sh", TERM: "xterm", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const cli = watch(child);
  for (const [shown, typed] of dialogue) {
    await cli.waitFor(shown);
    child.stdin.write(typed);
  }
  const code = await cli.ended;
  return { code, output: cli.output() };
}
