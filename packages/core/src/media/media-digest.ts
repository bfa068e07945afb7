import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** SHA-256 of every file; MD5 where a host tells no other of its own. */
export type DigestAlgorithm = "sha256" | "md5";

/** A digest that grows with the bytes that pass by. */
export interface MediaDigest {
  update(chunk: Uint8Array): void;
  /** Lower-case hex of everything so far; to be called once, at the end. */
  hex(): string | Promise<string>;
}

/** Begins a digest. A platform with a native one gives it: the portable one costs CPU. */
export type CreateDigest = (algorithm: DigestAlgorithm) => MediaDigest;

/** Digests in JavaScript, for platforms without one that takes a stream; they do some 200 MB a second. */
export const portableDigest: CreateDigest = (algorithm) => {
  const hash = algorithm === "md5" ? md5.create() : sha256.create();
  return {
    update: (chunk) => void hash.update(chunk),
    hex: () => Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, "0")).join(""),
  };
};
