import { setTimeout as sleep } from "node:timers/promises";

const CHUNK = new Uint8Array(128 * 1024);

export interface LongRecording {
  bytes: number;
  /** On each connection. */
  bytesPerSecond: number;
}

/** The bytes of a recording as a line of that speed brings them. */
export function pacedBody({ bytes, bytesPerSecond }: LongRecording): ReadableStream<Uint8Array<ArrayBuffer>> {
  const startedAt = performance.now();
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      const dueAt = startedAt + (sent / bytesPerSecond) * 1_000;
      const waitMs = dueAt - performance.now();
      if (waitMs > 0) await sleep(waitMs);
      const chunk = CHUNK.subarray(0, bytes - sent);
      sent += chunk.byteLength;
      controller.enqueue(chunk);
      if (sent === bytes) controller.close();
    },
  });
}
