import { Agent, request } from "node:http";
import type { SignedWebhook } from "@openphone-notion/testing";

export interface Sender {
  /** Posts once; resolves with the status when the answer has been read. */
  post(webhook: SignedWebhook): Promise<number>;
  close(): void;
}

/** A sender that keeps its connections; `connections` at the most. */
export function createSender(url: string, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const post = ({ headers, body }: SignedWebhook): Promise<number> =>
    new Promise((resolve, reject) => {
      const outgoing = request(url, {
        agent,
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
      });
      outgoing.once("error", (error: NodeJS.ErrnoException) => {
        // A connection that was kept may be closed at the other end just when it is used again.
        const isStale = outgoing.reusedSocket && error.code === "ECONNRESET";
        if (isStale) resolve(post({ headers, body }));
        else reject(error);
      });
      outgoing.once("response", (answer) => {
        answer.resume();
        answer.once("error", reject);
        answer.once("end", () => resolve(answer.statusCode ?? 0));
      });
      outgoing.end(body);
    });
  return { post, close: () => agent.destroy() };
}
