import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

/** Workspace packages are tested from their sources; the built packages have their own checks. */
const conditions = [
  "openphone-notion-source",
  // Under `module` the AWS SDK offers files for bundlers, which Node cannot import.
  ...defaultServerConditions.filter((name) => name !== "module"),
];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "examples/*/**/*.test.ts", "bench/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
