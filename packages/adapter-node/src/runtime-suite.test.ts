import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Runtime, type RuntimeSetting, testRuntime } from "@openphone-notion/testing";
import { expect, test } from "vitest";
import { createNodeSync } from "./node-sync.js";

const capabilities = { media: true, restart: true };

async function create({ openphone, webhookSecrets, timings, ...setting }: RuntimeSetting): Promise<Runtime> {
  const { coalesceWindowMs, ...finer } = timings;
  const dataDir = await mkdtemp(join(tmpdir(), "runtime-suite-"));
  const options = {
    ...setting,
    openphone: { ...openphone, webhookSecrets },
    ...{ coalesceWindowMs, timings: finer, dataDir, logLevel: "silent" as const },
  };
  const start = async () => {
    const sync = await createNodeSync(options, {});
    await sync.start();
    return sync;
  };
  let sync = await start();
  return {
    fetch: (request) => sync.fetch(request),
    settle: () => sync.idle(),
    async restart() {
      await sync.stop();
      sync = await start();
    },
    async stop() {
      await sync.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

// Every test has a runtime, a folder and services of its own.
testRuntime({ test: test.concurrent, expect, create, capabilities });

type Spoil = (good: Runtime, setting: RuntimeSetting) => Partial<Runtime>;

/** A runtime that gives another answer where the good one says `saying`. */
const answering =
  (saying: RegExp, status: number): Spoil =>
  ({ fetch }) => ({
    async fetch(request) {
      const answer = await fetch(request);
      const said = `${answer.status} ${await answer.clone().text()}`;
      return saying.test(said) ? new Response("{}", { status }) : answer;
    },
  });

/** What a runtime may do wrong, and the rows that must notice. */
const mutants: [name: string, caughtBy: string, spoil: Spoil][] = [
  [
    "acknowledges without storing",
    "webhook/row",
    ({ fetch }) => ({
      fetch: async (request) => (request.method === "POST" ? Response.json({}) : fetch(request)),
    }),
  ],
  ["accepts forgeries", "signature/", answering(/^401/, 200)],
  ["calls forgeries junk", "signature/", answering(/^401/, 400)],
  ["takes junk for its own mistake", "webhook/junk", answering(/^400/, 500)],
  ["refuses duplicates", "webhook/duplicate", answering(/duplicate/, 409)],
  ["refuses what it does not know", "webhook/unknown", answering(/ignored/, 422)],
  [
    "knows no ranges",
    "media/range",
    ({ fetch }) => ({
      fetch: (request) => {
        request.headers.delete("range");
        return fetch(request);
      },
    }),
  ],
  [
    "tells everybody whose call was last",
    "health/",
    ({ fetch }) => ({
      fetch: (request) =>
        request.url.endsWith("/health")
          ? Promise.resolve(Response.json({ ok: true, last: "+15555550123" }))
          : fetch(request),
    }),
  ],
  [
    "begins anew at a restart",
    "restart/",
    (good, setting) => {
      let current = good;
      return {
        fetch: (request) => current.fetch(request),
        settle: () => current.settle(),
        stop: () => current.stop(),
        async restart() {
          await current.stop();
          current = await create(setting);
        },
      };
    },
  ],
];

test.concurrent.each(mutants)("a runtime that %s is found out by %s", async (_name, caughtBy, spoil) => {
  const rows: (() => Promise<void>)[] = [];
  const collect = (name: string, body: () => Promise<void>) => name.startsWith(caughtBy) && rows.push(body);
  testRuntime({
    test: Object.assign(collect, { skip: () => {} }),
    expect,
    capabilities,
    async create(setting) {
      const good = await create(setting);
      return { ...good, ...spoil(good, setting) };
    },
  });
  const outcomes = await Promise.allSettled(rows.map((run) => run()));
  expect(outcomes.map(({ status }) => status)).toContain("rejected");
});
