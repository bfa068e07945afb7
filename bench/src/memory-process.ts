import { openMemoryLoad } from "./memory-load.ts";

const load = await openMemoryLoad();
process.send?.(load.sample());

process.on("message", async ({ webhooks }: { webhooks: number }) => {
  await load.deliver(webhooks);
  process.send?.(load.sample());
});
// The measurement has broken off.
process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", async () => {
  await load.close();
  process.exit(0);
});
