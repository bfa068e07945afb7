import { createNodeSync } from "@openphone-notion/adapter-node";
import type { Services } from "./services-process.ts";
import { WEBHOOK_SECRET } from "./sign-events.ts";

/** What `serve` runs: the whole sync on SQLite and disk in one process, with its defaults. */
export interface ReceiverOptions {
  services: Services;
  dataDir: string;
  /** Whether what is received is worked on, too. */
  workers: boolean;
}

const { services, dataDir, workers } = JSON.parse(process.argv[2] ?? "{}") as ReceiverOptions;
const sync = await createNodeSync(
  {
    openphone: {
      apiKey: services.apiKey,
      baseUrl: services.openphoneUrl,
      webhookSecrets: [WEBHOOK_SECRET],
    },
    notion: {
      token: "secret_bench",
      baseUrl: services.notionUrl,
      databases: services.databases,
      // The most there is, so that the workers are as busy beside the ingress as they can be.
      requestsPerMinute: 600,
    },
    mediaAllowedHosts: [services.mediaHost],
    port: 0,
    dataDir,
  },
  {},
);
const { url } = await sync.listen();
if (workers) await sync.start();
process.send?.({ url: url + sync.settings.webhookPath });

process.on("message", () => process.send?.(process.cpuUsage()));
// The measurement has broken off.
process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", async () => {
  await sync.stop();
  process.exit(0);
});
