/**
 * Long jobs make much garbage and hold little: by default V8 lets it lie until the process has some 300 MB. A small
 * young generation, and an old one that may not grow far ahead of what lives (some 30 MB), keep an import under 200.
 */
export const SMALL_HEAP: readonly string[] = ["--max-semi-space-size=2", "--max-old-space-size=512"];

/** The adapter collects what long files leave as they pass through, where it can. */
export const COLLECTS_PASSED_FILES: readonly string[] = ["--expose-gc"];

/**
 * Begins this process anew with flags of Node's that are read at the start only. It stays the same process, with its
 * id, streams and environment. Does nothing where any of them is given, on Windows, and under a parent's IPC.
 */
export function beginWith(flags: readonly string[]): void {
  const given = `${process.execArgv.join(" ")} ${process.env.NODE_OPTIONS ?? ""}`.replaceAll("_", "-");
  if (flags.some((flag) => given.includes(flag.replace(/=.*/, "")))) return;
  if (process.platform === "win32" || !process.execve || process.connected) return;
  const { execPath, execArgv, argv } = process;
  process.execve(execPath, [execPath, ...execArgv, ...flags, ...argv.slice(1)], process.env);
}
