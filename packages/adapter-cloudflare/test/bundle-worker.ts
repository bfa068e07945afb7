import { build } from "esbuild";

/**
 * A Worker around the sources of this package, as one module. `code` may use `createWorker`, and in a failpoint `abort`: it
 * ends the object of the number that is at work there, with all that it is at, as the platform does when it moves one.
 * `/health` is always of now. `objectsMade` counts these objects. Chance is `seededRandom`, so that a run can be had again.
 */
export async function bundleWorker(code = "createWorker()"): Promise<string> {
  const bundle = await build({
    stdin: {
      contents: `
        import { AsyncLocalStorage } from "node:async_hooks";
        import { createWorker as create, PhoneNumberSync as Sync } from "../src/index.ts";
        import { seededRandom } from "../../testing/src/payloads/seeded-random.ts";
        export { RateLimiter, Upkeep } from "../src/index.ts";
        const atWork = new AsyncLocalStorage();
        const abort = () => atWork.getStore()?.abort("The object is moved.");
        const createWorker = (options) => create({ healthKeptMs: 0, ...options });
        let objectsMade = 0;
        export class PhoneNumberSync extends Sync {
          constructor(...args) {
            super(...args);
            objectsMade++;
          }
          sync(wanted) {
            return atWork.run(this.ctx, () => super.sync(wanted));
          }
        }
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
    external: ["cloudflare:*", "node:*", "crypto"],
  });
  return bundle.outputFiles[0]!.text;
}
