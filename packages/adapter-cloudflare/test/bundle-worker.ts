import { build } from "esbuild";

/** A Worker around the sources of this package, as one module. `code` may use `createWorker`. */
export async function bundleWorker(code = "createWorker()"): Promise<string> {
  const bundle = await build({
    stdin: {
      contents: `
        import { createWorker } from "../src/index.ts";
        export { PhoneNumberSync, RateLimiter, Upkeep } from "../src/index.ts";
        export default ${code};
      `,
      resolveDir: import.meta.dirname,
      loader: "ts",
    },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    conditions: ["openphone-notion-source", "workerd", "worker", "browser"],
    // The official Notion client falls back to Node's crypto where Web Crypto is missing; workerd has it.
    external: ["cloudflare:*", "crypto"],
  });
  return bundle.outputFiles[0]!.text;
}
