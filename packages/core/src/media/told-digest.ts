import type { DigestAlgorithm } from "./media-digest.js";

/** What a host says that its file comes to. */
export interface ToldDigest {
  algorithm: DigestAlgorithm;
  /** Lower case. */
  hex: string;
}

/** Where digests stand in base64: RFC 9530, its forerunners, Google's and Amazon's storage. */
const SOURCES: readonly { header: string; algorithm: DigestAlgorithm; pattern: RegExp }[] = [
  { header: "repr-digest", algorithm: "sha256", pattern: /(?:^|,)\s*sha-256=:([^:,]+):/i },
  { header: "content-digest", algorithm: "sha256", pattern: /(?:^|,)\s*sha-256=:([^:,]+):/i },
  { header: "digest", algorithm: "sha256", pattern: /(?:^|,)\s*sha-256=([^,\s]+)/i },
  { header: "x-amz-checksum-sha256", algorithm: "sha256", pattern: /^([^-]+)$/ },
  { header: "content-md5", algorithm: "md5", pattern: /^(.+)$/ },
  { header: "x-goog-hash", algorithm: "md5", pattern: /(?:^|,)\s*md5=([^,\s]+)/i },
];

const BYTES: Readonly<Record<DigestAlgorithm, number>> = { sha256: 32, md5: 16 };

/**
 * The digest that an answer announces for its body, the strongest of several; `undefined` where there is none that
 * can be read, or where it would be one of a compressed body. Amazon's digests of digests (`…-3`) are not the file's.
 */
export function toldDigest(headers: Headers): ToldDigest | undefined {
  if ((headers.get("content-encoding") ?? "identity") !== "identity") return undefined;
  for (const { header, algorithm, pattern } of SOURCES) {
    const [, base64] = pattern.exec(headers.get(header)?.trim() ?? "") ?? [];
    const hex = base64 === undefined ? undefined : hexOf(base64);
    if (hex?.length === BYTES[algorithm] * 2) return { algorithm, hex };
  }
  return undefined;
}

function hexOf(base64: string): string | undefined {
  try {
    return Array.from(atob(base64), (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  } catch {
    return undefined;
  }
}
