import type { ActivityKey } from "@openphone-notion/core";
import type { FakeOpenPhone } from "../openphone/fake-openphone.js";

export interface PastOptions {
  conversations: number;
  messages: number;
  calls: number;
  /** Milliseconds since the epoch. */
  since: number;
  until: number;
}

export interface Past {
  keys: ActivityKey[];
  /** Requests that the dated surface needs to tell all of it. */
  leastRequests: number;
}

/** A number for each conversation; none of them can belong to anybody. */
export const customerNumber = (conversation: number): string =>
  `+1555555${String(1_000 + conversation).padStart(4, "0")}`;

const LIST_PAGE = 50;

/** Fills a workspace with conversations evenly over a time: of five calls three were answered, one missed, one left a voicemail. */
export function fillPast(openphone: FakeOpenPhone, options: PastOptions): Past {
  const { conversations, messages, calls, since, until } = options;
  const at = (index: number, of: number) =>
    new Date(since + Math.floor(((index + 0.5) * (until - since)) / of)).toISOString();
  const keys: ActivityKey[] = [];
  let answered = 0;

  for (let index = 0; index < messages; index++) {
    const id = `ACm${index}`;
    const other = customerNumber(index % conversations);
    openphone.addMessage({
      ...{ id, createdAt: at(index, messages), text: `Message ${index}` },
      ...(index % 2 === 0 ? { from: other } : { direction: "outgoing", to: [other] }),
    });
    keys.push(`message:${id}`);
  }
  for (let index = 0; index < calls; index++) {
    const id = `ACc${index}`;
    const call = { id, from: customerNumber(index % conversations), createdAt: at(index, calls) };
    const kind = index % 5;
    openphone.addCall({ ...call, answered: kind < 3, hasVoicemail: kind === 4 });
    if (kind < 3) {
      answered++;
      openphone.addRecording(id, { size: 100 });
      openphone.setTranscript(id);
      openphone.setSummary(id);
    }
    if (kind === 4) openphone.addVoicemail(id, { size: 100 });
    keys.push(`call:${id}`);
  }
  const lists = Math.ceil(messages / LIST_PAGE) + Math.ceil(calls / LIST_PAGE);
  return { keys, leastRequests: lists + 2 * answered };
}
