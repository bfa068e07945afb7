import { type ActivityKey, activityKey } from "@openphone-notion/core";
import {
  callCompleted,
  callRecordingCompleted,
  callSummaryCompleted,
  callTranscriptCompleted,
  messageReceived,
  type WebhookEvent,
} from "@openphone-notion/testing";

/** A call or a message, and the webhooks that tell of it, in the order in which they are sent. */
export interface Activity {
  key: ActivityKey;
  events: WebhookEvent[];
}

/** How many numbers call and write. They belong to nobody; the one before them is the workspace's own. */
export const NUMBERS = 99;

export const contactNumber = (index: number): string =>
  `+155555501${String(1 + (index % NUMBERS)).padStart(2, "0")}`;

const TEXT =
  "Hello, could somebody call me back about the offer for Tuesday? Any time in the afternoon is fine.";
/** A call of four minutes: some 40 turns. */
const TURNS = 40;

export function message(index: number): Activity {
  const id = `ACm${index}`;
  const event = messageReceived({ id, from: contactNumber(index), text: `${TEXT} (${index})` });
  return { key: activityKey("message", id), events: [event] };
}

export function missedCall(index: number): Activity {
  const id = `ACu${index}`;
  const event = callCompleted({ id, from: contactNumber(index), answered: false });
  return { key: activityKey("call", id), events: [event] };
}

/** An answered call in four parts: call, recording, summary, transcript. */
export function answeredCall(index: number, recordingUrl: string): Activity {
  const id = `ACa${index}`;
  const call = { id, from: contactNumber(index) };
  const dialogue = Array.from({ length: TURNS }, (_, turn) => ({
    content: `Turn ${turn}: ${TEXT}`,
    start: turn * 6,
    end: turn * 6 + 5,
    identifier: turn % 2 === 0 ? call.from : null,
    userId: turn % 2 === 0 ? null : "US00fake01",
  }));
  return {
    key: activityKey("call", id),
    events: [
      callCompleted(call),
      callRecordingCompleted({ ...call, recordings: [{ id: `CRa${index}`, url: recordingUrl }] }),
      callSummaryCompleted({ ...call, summary: [TEXT, `Call ${index}`] }),
      callTranscriptCompleted({ ...call, dialogue }),
    ],
  };
}

/** What an office gets: of ten activities six messages, a missed call and three answered ones; 19 webhooks in all. */
export const officeTraffic = (
  recordingUrl: string,
  { from = 0, activities }: { from?: number; activities: number },
): Activity[] =>
  Array.from({ length: activities }, (_, offset) => {
    const index = from + offset;
    if (index % 10 < 6) return message(index);
    return index % 10 === 6 ? missedCall(index) : answeredCall(index, recordingUrl);
  });

/** So many webhooks of that. */
export const officeEvents = (count: number, recordingUrl: string): WebhookEvent[] =>
  eventsOf(officeTraffic(recordingUrl, { activities: count })).slice(0, count);

export const eventsOf = (activities: readonly Activity[]): WebhookEvent[] =>
  activities.flatMap(({ events }) => events);
