import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { postBody, seededRandom } from "@openphone-notion/testing";
import { createExecutioner, type Moment } from "./executioner.ts";
import { SECRETS, sendAll } from "./sender.ts";
import { type Services, startServices } from "./services.ts";
import { PRIVATE_WORD, planTraffic } from "./traffic.ts";
import { findProblems } from "./verdict.ts";

export interface CrashRun {
  /** What is not as it was promised, one line each. */
  problems: string[];
  killedAt: Readonly<Record<Moment, number>>;
  activities: number;
  events: number;
  attempts: number;
  /** Requests that Notion got; `creates` above `activities` are those that were not carried out. */
  notion: { requests: number; creates: number };
  seconds: number;
}

const ACTIVITIES_PER_KILL = 6;
const TRAFFIC_MS_PER_KILL = 1_600;

/**
 * Finer times than the real ones: the fakes are as much quicker. The lease is as long as it is: who comes after a process
 * that was killed does not wait for it.
 */
const CONFIG = `export default {
  timings: { queryLagMs: 1_500, requestLifeMs: 3_000 },
};
`;

/**
 * Sends traffic to a real `serve` on SQLite while the services fail and the process is killed over and over. Then
 * the faults stop, and when no work is left everything must be there: whole, right, and once.
 */
export async function crashRun(options: {
  seed: number;
  kills: number;
  /** For all work to end after the last kill, in milliseconds. */
  patienceMs: number;
  say?: (line: string) => void;
}): Promise<CrashRun> {
  const { seed, kills, patienceMs, say = () => {} } = options;
  const startedAt = Date.now();
  const random = seededRandom(seed);
  const cwd = await mkdtemp(join(tmpdir(), "openphone-notion-crash-"));
  await writeFile(join(cwd, "openphone-notion.config.ts"), CONFIG);
  const services = await startServices(seed, (moment) => executioner.strike(moment));
  const executioner = createExecutioner({ random, cwd, env: settings(services) });
  const traffic = planTraffic({
    seed,
    activities: kills * ACTIVITIES_PER_KILL,
    withinMs: kills * TRAFFIC_MS_PER_KILL,
    openphone: services.openphone,
  });
  const problems: string[] = [];
  const over = new AbortController();
  try {
    const sent = sendAll(traffic.deliveries, {
      url: executioner.url,
      random,
      onAcknowledged: () => executioner.strike("acknowledged"),
      signal: over.signal,
    });
    // Where the process ends by itself, that is the failure to tell of.
    sent.catch(() => {});
    await executioner.run(kills);
    services.heal();
    say(`${kills} kills after ${seconds(startedAt)} s; now everything works`);
    const { attempts } = await sent;
    const url = executioner.url() ?? "";
    const distinct = new Set(traffic.deliveries.map(({ event }) => postBody(event))).size;
    problems.push(
      ...(await drain(url, distinct, patienceMs, say)),
      ...(await findProblems(traffic.rows, services, url)),
    );
    const exitCode = await executioner.stop();
    if (exitCode !== 0) problems.push(`SIGTERM ended the process with ${exitCode}`);
    problems.push(...brokenDatabase(join(cwd, "data", "openphone-notion.db")));
    const leaked = new RegExp(`${PRIVATE_WORD}|\\+1555|secret_test|${SECRETS.legacy}`).exec(
      executioner.output(),
    );
    if (leaked) problems.push("private text in the output");
    const { requests, counts } = services.notion;
    return {
      ...{ problems, attempts },
      killedAt: executioner.killedAt,
      activities: traffic.rows.length,
      events: distinct,
      notion: { requests: requests.length, creates: counts.creates },
      seconds: seconds(startedAt),
    };
  } finally {
    over.abort();
    await executioner.stop();
    await services.close();
    if (problems.length === 0) await rm(cwd, { recursive: true });
    else {
      await writeFile(join(cwd, "output.log"), executioner.output());
      say(`What the process left behind: ${cwd}`);
    }
  }
}

const seconds = (since: number): number => Math.round((Date.now() - since) / 1_000);

const settings = ({ notion, openphone, notionUrl, openphoneUrl, mediaHost }: Services) => ({
  OPENPHONE_API_KEY: openphone.apiKey,
  OPENPHONE_API_BASE: openphoneUrl,
  OPENPHONE_WEBHOOK_SECRET: Object.values(SECRETS).join(","),
  NOTION_API_KEY: "secret_test",
  NOTION_API_BASE: notionUrl,
  NOTION_CALLS_DATABASE_ID: notion.databases.calls.id,
  NOTION_MESSAGES_DATABASE_ID: notion.databases.messages.id,
  NOTION_CANVAS_DATABASE_ID: notion.databases.canvas.id,
  NOTION_REQUESTS_PER_MINUTE: "600",
  MEDIA_ALLOWED_HOSTS: mediaHost,
  PUBLIC_URL: "https://sync.example.com",
  COALESCE_WINDOW_MS: "300",
  PORT: "0",
});

/** Waits until nothing is left to do. */
async function drain(
  url: string,
  events: number,
  patienceMs: number,
  say: (line: string) => void,
): Promise<string[]> {
  const deadline = Date.now() + patienceMs;
  for (let round = 1; ; round++) {
    const health = (await (await fetch(`${url}/health`)).json()) as {
      queueDepth: number;
      parked: number;
      events: { stored: number; waiting: number };
    };
    const { queueDepth, parked } = health;
    if (parked > 0) return [`${parked} activities are parked`];
    if (queueDepth === 0) {
      const { stored, waiting } = health.events;
      return stored === events && waiting === 0
        ? []
        : [`${stored} of ${events} events stored, ${waiting} waiting`];
    }
    if (Date.now() > deadline) return [`${queueDepth} activities still wait after ${patienceMs / 1_000} s`];
    if (round % 40 === 0) say(`${queueDepth} activities wait`);
    await sleep(250);
  }
}

function brokenDatabase(path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const [row] = database.prepare("PRAGMA integrity_check").all();
    return row?.integrity_check === "ok" ? [] : ["the database is not sound"];
  } finally {
    database.close();
  }
}
