/** Bytes between two collections, of which each takes about a millisecond; where both cores are full, up to ten. */
const COLLECT_EVERY = 4 * 1024 * 1024;

let passed = 0;

/**
 * Told of each chunk of a file that goes through this process. A chunk lies until V8 collects the small object that
 * stands for it, and thousands of those fit into its young generation: a long recording would leave over 100 MB. With
 * `node --expose-gc` they are collected as they come, and it leaves less than 64.
 */
export function chunkPassed({ byteLength }: Uint8Array): void {
  passed += byteLength;
  if (passed < COLLECT_EVERY) return;
  passed = 0;
  globalThis.gc?.({ type: "minor" });
}
