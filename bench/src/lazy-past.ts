import type { HistorySource } from "@openphone-notion/core";
import { contactNumber } from "./traffic.ts";

const PAGE = 25;
const OWN = "+15555550100";
/** Some 40 turns of a call of four minutes. */
const DIALOGUE = Array.from({ length: 40 }, (_, turn) => ({
  content: `Turn ${turn}: could somebody call me back about the offer for Tuesday? Any time will do.`,
  start: turn * 6,
  end: turn * 6 + 5,
  identifier: turn % 2 === 0 ? OWN : "+15555550123",
}));

/** A past of so many activities, made as it is read: of seven activities one is a call with a transcript, six are messages. */
export const lazyPast = (activities: number): HistorySource => ({
  async *pages({ since, until }) {
    const createdAt = (index: number) =>
      new Date(until - 1 - Math.floor((index * (until - since - 1)) / activities)).toISOString();
    for (let from = 0; from < activities; from += PAGE) {
      const items = Array.from({ length: Math.min(PAGE, activities - from) }, (_, offset) => {
        const index = from + offset;
        const call = index % 7 === 0;
        const base = { createdAt: createdAt(index), phoneNumberId: "PN00fake01", direction: "incoming" };
        const object = call
          ? {
              ...{
                id: `ACc${index}`,
                ...base,
                status: "completed",
                duration: 240,
                answeredAt: base.createdAt,
              },
              participants: [{ phoneNumber: OWN }, { phoneNumber: contactNumber(index) }],
              summary: { status: "completed", summary: ["Asked for a price."], nextSteps: [] },
              transcripts: [{ recordingId: `CR${index}`, status: "completed", dialogue: DIALOGUE }],
            }
          : { id: `ACm${index}`, ...base, from: contactNumber(index), to: [OWN], text: `Message ${index}` };
        return {
          kind: call ? ("call" as const) : ("message" as const),
          surface: "2026-03-30" as const,
          object,
          readAt: until,
        };
      });
      const done = Math.min(1, (from + PAGE) / activities);
      yield { items, gaps: [], cursor: { from: from + PAGE }, done };
    }
  },
});
