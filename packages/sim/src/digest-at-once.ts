import { createHash, createHmac } from "node:crypto";

/**
 * WebCrypto works on threads, and which of two digests is ready first depends on the machine. Here the few
 * operations that the product uses give the same answers at once. For the whole process: to be called before
 * the first world is made.
 */
export function digestAtOnce(): void {
  const keys = new WeakMap<object, Uint8Array>();
  const bytesOf = (data: BufferSource): Uint8Array =>
    data instanceof ArrayBuffer
      ? new Uint8Array(data)
      : new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  const exactly = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;

  Object.assign(crypto.subtle, {
    digest: async (_algorithm: "SHA-256", data: BufferSource) =>
      exactly(createHash("sha256").update(bytesOf(data)).digest()),
    importKey: async (_format: "raw", data: BufferSource) => {
      const key = {};
      keys.set(key, Uint8Array.from(bytesOf(data)));
      return key;
    },
    sign: async (_algorithm: "HMAC", key: object, data: BufferSource) =>
      exactly(createHmac("sha256", keys.get(key)!).update(bytesOf(data)).digest()),
  });
}
