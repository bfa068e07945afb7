import type { SpokenLine } from "../payloads/call-transcript-completed.js";

/** A transcript of that many numbered lines, about 100 characters each. */
export const longDialogue = (lines: number, word = "Line"): SpokenLine[] =>
  Array.from({ length: lines }, (_, index) => ({
    content: `${word} ${index} ${"x".repeat(90)} 👋`,
    start: index,
    end: index + 1,
    userId: null,
    identifier: "+15555550123",
  }));
