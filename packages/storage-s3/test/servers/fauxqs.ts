import { buildApp } from "fauxqs";
import type { S3Server } from "./s3-server.js";

/** An emulator in this process: fast, everywhere, but it believes every signature and every link. */
export async function startFauxqs(): Promise<S3Server> {
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    endpoint,
    credentials: { accessKeyId: "test-access", secretAccessKey: "test-secret" },
    stop: async () => app.close(),
  };
}
