import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ConnectionReset } from "../notion/connection-reset.js";
import { incomingRequest } from "./incoming-request.js";
import { writeResponse } from "./write-response.js";

/** A server that listens already. */
export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Stops listening and closes every connection, idle or not. */
  close(): Promise<void>;
}

/**
 * Serves a fetch handler over HTTP on 127.0.0.1. Bodies stream both ways; `request.signal` aborts when the peer
 * goes away; a handler that throws `ConnectionReset` breaks the connection; any other error is answered with 500.
 */
export async function serveOnLoopback(
  fetch: (request: Request) => Promise<Response>,
  options: { port?: number } = {},
): Promise<LoopbackServer> {
  const server = createServer(async (incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) gone.abort(new Error("The peer closed the connection."));
    });
    try {
      await writeResponse(await fetch(incomingRequest(incoming, gone.signal)), outgoing, gone.signal);
    } catch (error) {
      if (error instanceof ConnectionReset || gone.signal.aborted || outgoing.headersSent) {
        incoming.socket.destroy();
      } else {
        outgoing.writeHead(500, { "content-type": "text/plain" }).end(String(error));
      }
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
