import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SyncError } from "@openphone-notion/core";
import { MAIL_TIMEOUT_MS } from "@openphone-notion/http";
import { toExpress } from "./express/to-express.js";

/** A server that is listening. */
export interface Listening {
  port: number;
  /** `http://host:port` */
  url: string;
  /** Accepts no new connection and resolves when the requests under way have been answered. */
  close(): Promise<void>;
}

/** Serves a Fetch handler over HTTP, with limits on slow and oversized requests. Port 0 takes a free one. */
export function listen(
  fetch: (request: Request) => Promise<Response>,
  { host, port, onError }: { host: string; port: number; onError: (error: Error) => void },
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: 10_000,
      // Deliveries have a shorter one of their own.
      requestTimeout: MAIL_TIMEOUT_MS,
      // Longer than the 60 s of usual load balancers: who sends on a connection that is just being closed is told 502.
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: 16 * 1024,
    },
    toExpress(fetch),
  );
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const problem =
        cause.code === "EADDRINUSE"
          ? `The port ${port} on ${host} is in use`
          : `Cannot listen on ${host}:${port} (${cause.code})`;
      reject(
        new SyncError("invalid_configuration", `${problem}; choose another HOST or PORT.`, {
          retry: "never",
          cause,
        }),
      );
    });
    server.listen({ host, port }, () => {
      server.removeAllListeners("error");
      // Out of file descriptors, say: later connections may get through again.
      server.on("error", onError);
      const address = server.address() as AddressInfo;
      const shown = address.family === "IPv6" ? `[${address.address}]` : address.address;
      resolve({
        port: address.port,
        url: `http://${shown}:${address.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            // Those under way become idle later.
            server.keepAliveTimeout = 1;
            server.closeIdleConnections();
          }),
      });
    });
  });
}
