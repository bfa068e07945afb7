import { globSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defaultServerConditions } from "vite";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/** Workspace packages are tested from their sources; the built packages have their own checks. */
const SOURCES = "openphone-notion-source";

// Under `module` the AWS SDK offers files for bundlers, which Node cannot import.
const nodeConditions = [SOURCES, ...defaultServerConditions.filter((name) => name !== "module")];

/** Tests that replace globals or modules, or measure their process: each file gets a process of its own. */
const ALONE = [
  "packages/sim/**/*.test.ts",
  "packages/adapter-node/src/storage/open-storage.test.ts",
  "bench/**/*.test.ts",
];

const onNode = (test: TestProjectInlineConfiguration["test"]): TestProjectInlineConfiguration => ({
  resolve: { conditions: nodeConditions },
  ssr: { resolve: { conditions: nodeConditions } },
  test: { testTimeout: 30_000, ...test },
});

const node = [
  onNode({
    name: "node",
    include: ["packages/*/{src,test}/**/*.test.ts", "examples/*/**/*.test.ts"],
    exclude: [...ALONE, "**/node_modules/**"],
    // Most of the time would go into evaluating the same modules again for each of hundreds of files.
    isolate: false,
  }),
  onNode({ name: "node, alone", include: ALONE }),
];

const workerdConditions = [SOURCES, "workerd", "worker", "module", "browser", "development|production"];

/** The tests beside this `wrangler.jsonc` run inside workerd, with its bindings. */
const workerd = (configPath: string): TestProjectInlineConfiguration => ({
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath },
      miniflare: {
        bindings: {
          D1_MIGRATIONS: await readD1Migrations(join(import.meta.dirname, "packages/state-sql/migrations")),
        },
      },
    })),
  ],
  resolve: { conditions: workerdConditions },
  ssr: { resolve: { conditions: workerdConditions } },
  test: {
    name: `workerd: ${basename(dirname(dirname(configPath)))}`,
    include: [join(dirname(configPath), "**/*.test.ts")],
    testTimeout: 30_000,
  },
});

export default defineConfig({
  // A good part of the time goes into waiting for processes and servers, so no core is spared.
  test: {
    maxWorkers: "100%",
    projects: [...node, ...globSync("packages/*/workerd/wrangler.jsonc").map(workerd)],
  },
});
