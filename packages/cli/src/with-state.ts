import { inspectSettings, type NodeState, openNodeState } from "@openphone-notion/adapter-node";
import { loadConfig, readEnvironment } from "./load-config.js";
import { createOutput, type Output } from "./output/output.js";

/** What every command that looks into the state takes. */
export interface StateOptions {
  settings?: string;
  config?: string;
  json?: boolean;
}

/** Runs `work` with the config's own store, or the state of the data folder, which must be there; needs no keys. */
export async function withState(
  options: StateOptions,
  work: (store: NodeState["store"], output: Output) => Promise<number>,
): Promise<number> {
  const config = await loadConfig(options.config);
  if (config.adapters?.store) return work(config.adapters.store, createOutput(options));
  const { values } = inspectSettings(config, readEnvironment(options.settings));
  const state = await openNodeState(values.DATA_DIR ?? "./data", { mustExist: true });
  try {
    return await work(state.store, createOutput(options));
  } finally {
    await state.close();
  }
}
