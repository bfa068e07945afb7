import type { FakeOpenPhone } from "@openphone-notion/testing";
import { contactNumber } from "./traffic.ts";

const EVERY_MS = 60_000;
const TEXT = "Could somebody call me back about the offer for Tuesday? Any time in the afternoon is fine.";
/** A call of four minutes: some 40 turns. */
const DIALOGUE = Array.from({ length: 40 }, (_, turn) => ({
  ...{ content: `Turn ${turn}: ${TEXT}`, start: turn * 6, end: turn * 6 + 5 },
  ...{ identifier: turn % 2 === 0 ? contactNumber(0) : null, userId: turn % 2 === 0 ? null : "US00fake01" },
}));

/** Fills OpenPhone with a past of so many activities, one a minute: of seven one is a call with all its parts. */
export function addPast(openphone: FakeOpenPhone, activities: number): void {
  for (let index = 0; index < activities; index++) {
    const createdAt = new Date(Date.now() - (index + 1) * EVERY_MS).toISOString();
    const from = contactNumber(index);
    if (index % 7 > 0)
      openphone.addMessage({ id: `ACm${index}`, createdAt, from, text: `${TEXT} (${index})` });
    else {
      openphone.addCall({ id: `ACc${index}`, createdAt, from });
      openphone.addRecording(`ACc${index}`, { size: 20_000 });
      openphone.setSummary(`ACc${index}`, { summary: [TEXT] });
      openphone.setTranscript(`ACc${index}`, { dialogue: DIALOGUE });
    }
  }
}
