import { type ChildProcess, fork } from "node:child_process";
import type { Batch, BatchResult } from "./batch.ts";

/** Spreads batches over `processes` processes; tells each result as it comes. Rejects when a process breaks down. */
export async function runInProcesses(
  batches: readonly Batch[],
  processes: number,
  onResult: (result: BatchResult) => void,
): Promise<void> {
  const waiting = [...batches];
  const children: ChildProcess[] = [];
  const workThrough = () =>
    new Promise<void>((resolve, reject) => {
      const child = fork(new URL("./batch.ts", import.meta.url));
      children.push(child);
      const next = () => {
        const batch = waiting.shift();
        if (batch) child.send(batch);
        else {
          child.kill();
          resolve();
        }
      };
      child.on("message", (result: BatchResult) => {
        onResult(result);
        next();
      });
      child.on("exit", (code) => {
        if (code) reject(new Error(`A process of the simulation ended with ${code}.`));
      });
      next();
    });
  try {
    await Promise.all(Array.from({ length: Math.min(processes, batches.length) }, workThrough));
  } finally {
    for (const child of children) child.kill();
  }
}
