import type { Mode } from "./world.ts";

/** The one command that lives a seed again and tells everything that happened. */
export const replayCommand = (seed: number, mode: Mode, skewMs?: number): string =>
  `pnpm sim --seed ${seed} --mode ${mode}${skewMs === undefined ? "" : ` --skew ${skewMs}`} --log`;
