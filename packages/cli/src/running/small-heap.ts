/**
 * Long jobs make much garbage and hold little: by default V8 lets it lie until the process has some 300 MB. A small
 * young generation, and an old one that may not grow far ahead of what lives (some 30 MB), keep an import under 200.
 */
export const SMALL_HEAP: readonly string[] = ["--max-semi-space-size=2", "--max-old-space-size=512"];

/**
 * Begins this process anew with such a heap: V8 takes these sizes at the start only. It stays the same process, with its
 * id, streams and environment. Does nothing where somebody chose sizes himself, on Windows, and under a parent's IPC.
 */
export function beginInSmallHeap(): void {
  const chosen = `${process.execArgv.join(" ")} ${process.env.NODE_OPTIONS ?? ""}`;
  if (/--max[-_](semi|old)[-_]space/.test(chosen)) return;
  if (process.platform === "win32" || !process.execve || process.connected) return;
  const { execPath, execArgv, argv } = process;
  process.execve(execPath, [execPath, ...execArgv, ...SMALL_HEAP, ...argv.slice(1)], process.env);
}
