/**
 * 64 bits of a text in hex, for naming content that came without an id, and for seeing whether content has changed.
 * Not for security, and not alone for dedupe: `inboxId` adds a cryptographic digest.
 */
export function contentDigest(text: string): string {
  // Two FNV-1a lanes with different starts, over UTF-16 units.
  let low = 0x811c9dc5;
  let high = 0x2c1b3c6d;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit ^ (low >>> 16), 0x01000193);
  }
  return [high, low].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
}
