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
const { problems, killedAt, activities, events, attempts, notion, seconds } = await crashRun({
  ...{ kills, seed },
  patienceMs: PATIENCE_MS,
  say: (line) => console.log(`  ${line}`),
});
console.log(
  `Killed           ${Object.entries(killedAt)
    .map(([moment, times]) => `${times} ${moment}`)
    .join(", ")}`,
);
console.log(`Acknowledged     ${events} events of ${activities} activities, sent ${attempts} times`);
console.log(`Notion requests  ${notion.requests}, ${notion.creates} of them creates`);
console.log(`Time             ${seconds} s`);
for (const problem of problems) console.log(`✗ ${problem}`);
if (problems.length > 0) {
  console.log(`Again: node packages/cli/test/crash/main.ts --kills ${kills} --seed ${seed}`);
  process.exitCode = 1;
} else console.log("✓ every event is there, once and whole");
