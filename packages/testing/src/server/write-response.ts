import { once } from "node:events";
import type { ServerResponse } from "node:http";

/** Writes a web `Response` as fast as the peer reads it; rejects once `gone` aborts. */
export async function writeResponse(
  response: Response,
  outgoing: ServerResponse,
  gone: AbortSignal,
): Promise<void> {
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  outgoing.flushHeaders();
  for await (const chunk of response.body ?? []) {
    if (!outgoing.write(chunk)) await once(outgoing, "drain", { signal: gone });
  }
  outgoing.end();
}
