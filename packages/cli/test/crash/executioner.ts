import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "@openphone-notion/testing";
import { type RunningCli, startCli } from "../run-cli.ts";
import { shuffled, whole } from "./dice.ts";

/** When a kill falls: at any time, or right behind what is least convenient. */
export const MOMENTS = ["any", "create", "update", "append", "download", "acknowledged"] as const;
export type Moment = (typeof MOMENTS)[number];

/** Starts `serve`, kills it and starts it again. */
export interface Executioner {
  /** Tells what has just happened outside; the process may be dead when this returns. */
  strike(moment: Moment): void;
  /** Where the process listens; `undefined` while there is none. */
  url(): string | undefined;
  /** Kills `kills` times, each at a moment of its own; then leaves a process running. */
  run(kills: number): Promise<void>;
  /** How often a kill fell at each moment. */
  readonly killedAt: Readonly<Record<Moment, number>>;
  /** Everything that all processes have written. */
  output(): string;
  /** Ends the last process as a person would, and answers its exit code. */
  stop(): Promise<number | null>;
}

/** A process lives so long at most, if the moment does not come. */
const LIFE_MS = 2_800;
const SHORTEST_MS = 60;

export function createExecutioner(options: {
  random: Random;
  cwd: string;
  env: Record<string, string>;
}): Executioner {
  const { random, cwd, env } = options;
  const killedAt = Object.fromEntries(MOMENTS.map((moment) => [moment, 0])) as Record<Moment, number>;
  /** What the next kills are aimed at: every moment has its turn. */
  let aims: Moment[] = [];
  let aim: Moment | undefined;
  let cli: RunningCli | undefined;
  let url: string | undefined;
  let past = "";

  function start(): RunningCli {
    const started = startCli(["serve"], { cwd, env });
    cli = started;
    started.waitFor(/Listening on (http:\S+)/).then(
      ([, at]) => {
        if (cli === started && started.process.signalCode === null) url = at;
      },
      () => {},
    );
    return started;
  }

  function kill(moment: Moment): void {
    aim = undefined;
    url = undefined;
    killedAt[moment]++;
    cli?.process.kill("SIGKILL");
  }

  async function liveAndDie(): Promise<void> {
    const process = start();
    if (aims.length === 0) aims = shuffled(random, MOMENTS);
    const moment = aims.pop() ?? "any";
    const life = whole(random, SHORTEST_MS, LIFE_MS);
    const dead = once(process.process, "exit");
    if (moment !== "any") {
      // Let some work begin, so that not every process dies of the first thing it does.
      await Promise.race([dead, sleep(life / 2)]);
      aim = moment;
    }
    await Promise.race([dead, sleep(moment === "any" ? life : LIFE_MS)]);
    if (process.process.exitCode !== null)
      throw new Error(`serve ended by itself with ${process.process.exitCode}:\n${process.output()}`);
    if (process.process.signalCode === null && cli?.process.killed === false) kill("any");
    await process.ended;
    past += process.output();
  }

  return {
    strike(moment) {
      if (moment === aim) kill(moment);
    },
    url: () => url,
    async run(kills) {
      for (let done = 0; done < kills; done++) await liveAndDie();
      await start().waitFor(/Listening on/);
    },
    killedAt,
    output: () => past + (cli?.output() ?? ""),
    async stop() {
      url = undefined;
      cli?.process.kill("SIGTERM");
      return (await cli?.ended) ?? null;
    },
  };
}
