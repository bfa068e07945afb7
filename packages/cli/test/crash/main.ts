import { parseArgs } from "node:util";
import { crashRun } from "./crash-run.ts";

// node packages/cli/test/crash/main.ts --kills 50 --seed 1, after a build.

/** Backoff doubles with each failed attempt, so the unluckiest activity may wait for minutes. */
const PATIENCE_MS = 15 * 60_000;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);

console.log(`${kills} kills, seed ${seed}`);
try {
  const run = await crashRun({
    ...{ kills, seed },
    patienceMs: PATIENCE_MS,
    say: (line) => console.log(`  ${line}`),
  });
  const killedAt = Object.entries(run.killedAt).map(([moment, times]) => `${times} ${moment}`);
  console.log(`Killed           ${killedAt.join(", ")}`);
  console.log(
    `Acknowledged     ${run.events} events of ${run.activities} activities, sent ${run.attempts} times`,
  );
  console.log(`Notion requests  ${run.notion.requests}, ${run.notion.creates} of them creates`);
  console.log(`Time             ${run.seconds} s`);
  for (const problem of run.problems) console.log(`✗ ${problem}`);
  if (run.problems.length > 0) process.exitCode = 1;
  else console.log("✓ every event is there, once and whole");
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
if (process.exitCode)
  console.log(`Again: node packages/cli/test/crash/main.ts --kills ${kills} --seed ${seed}`);
