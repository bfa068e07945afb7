import type { BodyPart, IncomingBody } from "./incoming-body.js";

/** A multipart upload of a service. `Part` is what the service answers for one, and wants back at the end. */
export interface PartsTarget<Part, File> {
  send(partNumber: number, bytes: Uint8Array, cut: AbortSignal): Promise<Part>;
  /** Makes the file appear. */
  complete(parts: Part[]): Promise<File>;
  /** Makes the service forget all parts. Never rejects. */
  abandon(): Promise<void>;
}

/** How large parts are, and how many are on their way at once: together, what an upload takes of memory. */
export interface PartSettings {
  partBytes: number;
  parallelParts: number;
}

/**
 * Reads a part while others are on their way. The buffers are used again and again, and the source waits until
 * one is free, so that memory is `parallelParts` parts for a file of any size. When anything fails, what is under
 * way is cut, and the service told to forget all parts, before this rejects.
 */
export async function sendInParts<Part, File>(
  target: PartsTarget<Part, File>,
  source: IncomingBody,
  first: BodyPart,
  { partBytes, parallelParts }: PartSettings,
): Promise<File> {
  const cut = new AbortController();
  const sent: Part[] = [];
  const underWay = new Set<Promise<void>>();
  const free: Uint8Array[] = [];

  async function send(partNumber: number, bytes: Uint8Array): Promise<void> {
    sent[partNumber - 1] = await target.send(partNumber, bytes, cut.signal);
    free.push(bytes);
  }

  function begin(partNumber: number, bytes: Uint8Array): void {
    const sending = send(partNumber, bytes).finally(() => underWay.delete(sending));
    underWay.add(sending);
    // The source may be slow to give what nobody wants any more.
    sending.catch((error: unknown) => source.stop(error));
  }

  async function freeBuffer(): Promise<Uint8Array> {
    while (underWay.size >= parallelParts) await Promise.race(underWay);
    return free.pop() ?? new Uint8Array(partBytes);
  }

  try {
    let part = first;
    for (let partNumber = 1; ; partNumber++) {
      begin(partNumber, part.bytes);
      if (part.isLast) break;
      part = await source.fill(await freeBuffer());
    }
    await Promise.all(underWay);
    return await target.complete(sent);
  } catch (error) {
    cut.abort();
    await Promise.allSettled(underWay);
    await target.abandon();
    throw error;
  }
}
