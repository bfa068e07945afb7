import { defineConfig } from "tsup";
import { library } from "../../tsup.base.js";

export default defineConfig(
  library(["src/index.ts", "src/d1.ts", "src/durable-object.ts", "src/node-sqlite.ts"]),
);
