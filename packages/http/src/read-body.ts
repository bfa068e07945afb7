import { type Clock, SyncError } from "@openphone-notion/core";

export interface BodyLimits {
  maxBytes: number;
  /** For the whole body, so that dripping bytes do not hold a request open. */
  timeoutMs: number;
  clock: Clock;
}

/**
 * The raw bytes of a request, as a signature covers them. Rejects with `body_too_large` (by the announced length,
 * before a byte is read, or as soon as the limit is passed), `body_timeout`, or `body_already_parsed`.
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length")) > limits.maxBytes) throw tooLarge(limits.maxBytes);
  if (request.bodyUsed || request.body?.locked) throw alreadyRead();
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();

  let cancelTimer = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    cancelTimer = limits.clock.after(limits.timeoutMs, () => reject(timedOut("took too long")));
  });
  try {
    return await Promise.race([collect(reader, limits.maxBytes), late]);
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  } finally {
    cancelTimer();
  }
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(brokeOff);
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(value);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

function brokeOff(error: unknown): never {
  throw error instanceof SyncError ? error : timedOut("broke off");
}

const timedOut = (problem: string) =>
  new SyncError("body_timeout", `The request body ${problem}; send it again.`, { retry: "now" });

const tooLarge = (maxBytes: number) =>
  new SyncError("body_too_large", `The request body is larger than ${maxBytes} bytes.`, { retry: "never" });

const alreadyRead = () =>
  new SyncError("body_already_parsed", "The request body was read before; pass on the untouched request.", {
    retry: "never",
  });
