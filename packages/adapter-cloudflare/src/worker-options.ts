import type { Failpoints, SyncOptions } from "@openphone-notion/core";

/**
 * How to run the sync as a Worker. Everything has a default or an environment name (in brackets), to be set as a variable
 * or secret of the Worker; an option given here wins over the environment.
 */
export interface WorkerOptions extends Omit<SyncOptions, "logger"> {
  /** How long a slice of an import or reconciliation may take, in milliseconds. Default 4 minutes. */
  sliceMs?: number;
  /** How old the figures of `/health` may be, in milliseconds. Default 10 s; 0 reads them at every request. */
  healthKeptMs?: number;
  /** For tests of what happens when an object dies between two steps. */
  failpoint?: Failpoints;
}

/**
 * Durable Objects are made by the platform, which passes no options: they find them here. Every isolate runs the module
 * that calls `createWorker` before it makes an object.
 */
let inForce: WorkerOptions = {};

export function useOptions(options: WorkerOptions): void {
  inForce = options;
}

export const optionsInForce = (): WorkerOptions => inForce;
