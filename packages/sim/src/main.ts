import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option, program } from "commander";
import type { Batch } from "./batch.ts";
import { digestAtOnce } from "./digest-at-once.ts";
import { runInProcesses } from "./pool.ts";
import { replayCommand } from "./replay.ts";
import { runSeed } from "./run-seed.ts";
import type { Mode } from "./world.ts";

interface Options {
  seeds: number;
  from: number;
  seed?: number;
  mode: Mode;
  skew?: number;
  log?: boolean;
  processes: number;
}

const BATCH = 25;
const TELL_EVERY_MS = 5_000;

const whole = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is not a whole number.");
  return Number(text);
};

const say = (line: string) => void process.stdout.write(`${line}\n`);

const options = program
  .name("sim")
  .description("Lives seeded worlds full of faults on a virtual clock, and tells what must not be.")
  .option("--seeds <count>", "how many seeds to run", whole, 1_000)
  .option("--from <seed>", "the first of them", whole, 1)
  .option("--seed <seed>", "run this one alone", whole)
  .addOption(
    new Option(
      "--mode <mode>",
      "safety: checked after every write; liveness: checked once all has come to rest",
    )
      .choices(["safety", "liveness", "both"])
      .default("both"),
  )
  .option("--skew <ms>", "let the clocks of the workers differ by up to so much either way", whole)
  .option("--log", "with --seed: print everything that happened")
  .option("--processes <count>", "how many seeds to run at a time", whole, availableParallelism())
  .parse()
  .opts<Options>();

process.exitCode = await (options.seed === undefined ? runMany(options) : runOne(options.seed, options));

async function runOne(seed: number, { mode, skew, log }: Options): Promise<number> {
  digestAtOnce();
  const result = await runSeed(seed, { mode, ...(skew === undefined ? {} : { skewMs: skew }) });
  if (log) for (const line of result.journal) say(line);
  for (const { rule, detail } of result.findings) say(`seed ${seed}: ${rule}: ${detail}`);
  say(`seed ${seed}: ${result.findings.length} violations, journal ${result.digest.slice(0, 16)}`);
  return result.findings.length > 0 ? 1 : 0;
}

async function runMany({ seeds, from, mode, skew, processes }: Options): Promise<number> {
  const batches = Array.from(
    { length: Math.ceil(seeds / BATCH) },
    (_, index): Batch => ({
      from: from + index * BATCH,
      count: Math.min(BATCH, seeds - index * BATCH),
      mode,
      ...(skew === undefined ? {} : { skewMs: skew }),
    }),
  );
  const started = performance.now();
  const total = { seeds: 0, failed: 0, requests: 0, virtualMs: 0 };
  let toldAt = started;
  const progress = () => {
    const seconds = (performance.now() - started) / 1_000;
    const rate = (total.seeds / seconds).toFixed(1);
    return `${total.seeds}/${seeds} seeds in ${seconds.toFixed(0)} s, ${rate}/s, ${total.failed} with violations`;
  };
  await runInProcesses(batches, processes, ({ count, failed, notionRequests, virtualMs }) => {
    total.seeds += count;
    total.failed += failed.length;
    total.requests += notionRequests;
    total.virtualMs += virtualMs;
    for (const { seed, findings } of failed) {
      for (const { rule, detail } of findings) say(`seed ${seed}: ${rule}: ${detail}`);
      say(`  ${replayCommand(seed, mode, skew)}`);
    }
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    say(progress());
  });
  const days = (total.virtualMs / 86_400_000).toFixed(1);
  say(`${progress()}; ${total.requests} Notion requests, ${days} virtual days`);
  return total.failed > 0 ? 1 : 0;
}
