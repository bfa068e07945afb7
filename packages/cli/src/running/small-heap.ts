/**
 * A buffer outside the heap lies until the small object that stands for it is collected, and thousands of those fit into
 * V8's usual young generation: a long recording that passes through leaves over 100 MB. In this one, less than 50.
 */
export const SMALL_YOUNG_GENERATION: readonly string[] = ["--max-semi-space-size=2"];

/**
 * Long jobs make much garbage and hold little: by default V8 lets it lie until the process has some 300 MB. An old
 * generation that may not grow far ahead of what lives (some 30 MB) keeps an import under 200.
 */
export const SMALL_HEAP: readonly string[] = [...SMALL_YOUNG_GENERATION, "--max-old-space-size=512"];

/**
 * Begins this process anew with such a heap: V8 takes these sizes at the start only. It stays the same process, with its
 * id, streams and environment. Does nothing where somebody chose sizes himself, on Windows, and under a parent's IPC.
 */
export function beginInHeap(sizes: readonly string[]): void {
  const chosen = `${process.execArgv.join(" ")} ${process.env.NODE_OPTIONS ?? ""}`;
  if (/--max[-_](semi|old)[-_]space/.test(chosen)) return;
  if (process.platform === "win32" || !process.execve || process.connected) return;
  const { execPath, execArgv, argv } = process;
  process.execve(execPath, [execPath, ...execArgv, ...sizes, ...argv.slice(1)], process.env);
}
