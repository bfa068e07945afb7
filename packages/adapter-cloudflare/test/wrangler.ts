import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const EXAMPLE = join(import.meta.dirname, "../../../examples/cloudflare-worker");
const WRANGLER = join(EXAMPLE, "node_modules/wrangler/bin/wrangler.js");

/** What Wrangler asks a person, or the network, is asked of nobody. */
const QUIET = {
  CI: "true",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

/** A copy of the example, as its user has it: Wrangler runs in it as the deploy guide says. */
export interface ExampleCopy {
  /** What is written in its `wrangler.jsonc`. */
  config: object;
  /** Runs a command of Wrangler to its end; answers what it wrote. Rejects with that where it fails. */
  run(...args: string[]): Promise<string>;
  /** `wrangler dev` on a free port, on its own. */
  dev(): Promise<RunningWorker>;
  remove(): Promise<void>;
}

export interface RunningWorker {
  /** `http://127.0.0.1:<port>`. */
  url: string;
  /** Everything written so far, the Worker's log among it. */
  output(): string;
  stop(): Promise<void>;
}

/** Where the data of Wrangler's local bindings lie. */
const STATE = ["--persist-to", "state"];

export async function copyExample(given: {
  /** For `wrangler.jsonc`, beside those that are there. */
  vars: Record<string, string>;
  /** What `wrangler secret put` would be told. */
  secrets: Record<string, string>;
}): Promise<ExampleCopy> {
  const folder = await mkdtemp(join(tmpdir(), "wrangler-"));
  await cp(join(EXAMPLE, "worker.ts"), join(folder, "worker.ts"));
  await symlink(join(EXAMPLE, "node_modules"), join(folder, "node_modules"));
  const written = await readFile(join(EXAMPLE, "wrangler.jsonc"), "utf8");
  const config = JSON.parse(written.replaceAll(/^\s*\/\/.*$/gm, ""));
  const vars = { ...config.vars, ...given.vars };
  await writeFile(join(folder, "wrangler.jsonc"), JSON.stringify({ ...config, vars }));
  const secrets = Object.entries(given.secrets).map(([name, value]) => `${name}="${value}"\n`);
  await writeFile(join(folder, ".dev.vars"), secrets.join(""));

  function start(args: readonly string[]) {
    const child = spawn(process.execPath, [WRANGLER, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...QUIET },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
    }
    const ended = once(child, "close").then(([code]) => code as number | null);
    return { child, output: () => text, ended };
  }

  return {
    config,
    async run(...args) {
      const { output, ended } = start([...args, ...STATE]);
      const code = await ended;
      if (code === 0) return output();
      throw new Error(`wrangler ${args.join(" ")} ended with ${code}:\n${output()}`);
    },
    async dev() {
      const address = ["--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
      const { child, output, ended } = start(["dev", ...address, ...STATE]);
      const url = await new Promise<string>((resolve, reject) => {
        child.stdout.on("data", () => {
          const ready = /Ready on (http:\/\/127\.0\.0\.1:\d+)/.exec(output());
          if (ready) resolve(ready[1]!);
        });
        void ended.then((code) => reject(new Error(`wrangler dev ended with ${code}:\n${output()}`)));
      });
      return {
        ...{ url, output },
        async stop() {
          child.kill("SIGTERM");
          await ended;
        },
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
