/** FNV-1a, 32 bit. */
function fnv1a(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** An id that depends on the text alone: fixtures stay deterministic and need no counter. */
export function contentId(prefix: string, text: string): string {
  const halves = [fnv1a(text, 0x811c9dc5), fnv1a(text, 0x9e3779b9)];
  return prefix + halves.map((half) => half.toString(16).padStart(8, "0")).join("");
}
