import type { Finding } from "./findings.ts";
import { createWorld, type WorldOptions } from "./world.ts";

/** What came of one seed. */
export interface SeedResult {
  seed: number;
  findings: readonly Finding[];
  journal: readonly string[];
  /** SHA-256 of the journal. */
  digest: string;
  notionRequests: number;
  virtualMs: number;
}

/** Lives one world from its seed to its end. Worlds of one process must run one after another. */
export async function runSeed(seed: number, options: WorldOptions): Promise<SeedResult> {
  const world = createWorld(seed, options);
  await world.run();
  return {
    seed,
    findings: world.findings,
    journal: world.journal.lines,
    digest: world.journal.digest(),
    notionRequests: world.requests(),
    virtualMs: world.elapsedMs(),
  };
}
