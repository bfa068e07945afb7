import { createNodeSync, type NodeSyncOptions } from "@openphone-notion/adapter-node";
import express from "express";

/** An Express app of your own, with the sync in it. Settings come from the environment; `options` win over it. */
export async function createServer(options: NodeSyncOptions = {}) {
  const sync = await createNodeSync(options);
  const app = express();

  // Before any body parser: the signature covers the raw bytes.
  app.use("/webhooks/openphone", sync.express());
  // GET /health and the recordings that Notion links to.
  app.use(sync.routes());

  app.use(express.json());
  app.get("/", (_request, response) => {
    response.send("This is your app.");
  });
  return { app, sync };
}

if (import.meta.main) {
  const { app, sync } = await createServer();
  const server = app.listen(sync.settings.port, sync.settings.host);
  await sync.start();
  process.once("SIGTERM", async () => {
    server.close();
    await sync.stop(); // ends what is under way, 8 s at the longest
    process.exit(0);
  });
}
