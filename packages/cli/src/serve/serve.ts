import { createNodeSync } from "@openphone-notion/adapter-node";
import { SyncError } from "@openphone-notion/core";
import { EXIT } from "../exit-codes.js";
import { loadConfig, readEnvironment } from "../load-config.js";

export interface ServeOptions {
  host?: string;
  port?: string;
  allowUnsigned?: boolean;
  settings?: string;
  config?: string;
}

/** How long the alert of a disk that refuses may take before the process ends. */
const ALERT_WITHIN_MS = 2_000;

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** Runs until SIGTERM or SIGINT: then accepts nothing more, ends what is under way and exits with 0. */
export async function serve(options: ServeOptions): Promise<void> {
  const config = await loadConfig(options.config);
  const environment = readEnvironment(options.settings);
  const allowUnsigned = options.allowUnsigned === true;
  const sync = await createNodeSync(
    {
      ...config,
      ...(options.host === undefined ? {} : { host: options.host }),
      ...(options.port === undefined ? {} : { port: Number(options.port) }),
      openphone: { ...config.openphone, allowUnsigned },
    },
    environment,
  );
  if (allowUnsigned && !LOOPBACK.has(sync.settings.host)) {
    await sync.stop();
    throw new SyncError(
      "invalid_configuration",
      "--allow-unsigned works on a loopback HOST only (127.0.0.1).",
      {
        retry: "never",
      },
    );
  }

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await sync.stop();
    process.exit(EXIT.done);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());

  void sync.refused.then((error) => {
    process.stderr.write(
      `${error.message}\nNothing that was acknowledged is lost, and nothing more can be taken: ending.\n`,
    );
    // Without closing: only who opens the database anew checks what is really there.
    setTimeout(() => process.exit(EXIT.failed), ALERT_WITHIN_MS);
  });

  const { url } = await sync.listen().catch(async (error: unknown) => {
    await sync.stop();
    throw error;
  });
  const driving = await sync.start();
  process.stderr.write(
    `Listening on ${url}\n  webhooks  POST ${url}${sync.settings.webhookPath}\n  health    GET  ${url}/health\n`,
  );
  if (!driving) {
    const { driveFailure } = await sync.health();
    process.stderr.write(
      driveFailure === undefined
        ? `  Another process works on ${sync.settings.dataDir}: deliveries are taken here, and the rest when it has ended.\n`
        : `  Deliveries are taken, and nothing comes into Notion yet: ${driveFailure}\n`,
    );
  }
  if (!sync.settings.publicUrl) {
    process.stderr.write(
      "  PUBLIC_URL is not set: links to recordings in Notion will open on this machine only.\n",
    );
  }
}
