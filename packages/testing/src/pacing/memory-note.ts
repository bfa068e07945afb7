import type { SharedNote } from "@openphone-notion/core";

/** A note in memory, for limiters that stand for several processes. */
export function createMemoryNote(): SharedNote {
  let note: { text?: string; version: number } = { version: 0 };
  return {
    read: async () => note,
    async write(text, version) {
      if (version !== note.version) return false;
      note = { text, version: version + 1 };
      return true;
    },
  };
}
