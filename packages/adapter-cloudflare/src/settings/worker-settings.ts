import {
  asEnvironment,
  environmentSchema,
  inspectEnvironment,
  refuseProblems,
  type SyncSettings,
  type SyncValues,
  syncSettings,
} from "@openphone-notion/core";
import type { WorkerOptions } from "../worker-options.js";

/** Checked once for each environment: the same isolate may serve several versions of it. */
const known = new WeakMap<object, { options: WorkerOptions; settings: SyncSettings }>();

/**
 * Settings from options, variables and secrets. Throws one `SyncError` of code `invalid_configuration` that names every
 * one that is missing or wrong.
 */
export function workerSettings(options: WorkerOptions, env: object): SyncSettings {
  const found = known.get(env);
  if (found?.options === options) return found.settings;
  const { values, problems } = inspectEnvironment(environmentSchema(), asEnvironment(options), {
    ...(env as Record<string, unknown>),
  });
  refuseProblems(problems, { needsSecret: options.openphone?.allowUnsigned !== true });
  const settings = syncSettings(values as SyncValues);
  known.set(env, { options, settings });
  return settings;
}
