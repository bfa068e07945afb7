import type { Clock } from "../../ports/clock.js";
import type { OpenPhoneClient } from "../client.js";
import { Refusal } from "../refusal.js";
import type { ListPage } from "../rest-object.js";
import type { HistoryGap, HistoryRange } from "./history-source.js";
import type { Place } from "./place.js";
import type { Step } from "./step.js";
import type { V1Conversation } from "./v1-conversations.js";
import { walkBack } from "./walk-back.js";

/** One list of a conversation: its calls, or its messages. */
export interface Thread {
  kind: Step["kind"];
  /** As `WalkBack`, but what v1 does not show is a gap. */
  next(): Promise<ListPage | HistoryGap | undefined>;
}

export interface ThreadOptions {
  client: Pick<OpenPhoneClient, "callPages" | "messagePages">;
  range: HistoryRange;
  /** Somebody who may use the number. */
  userId: string | undefined;
  clock: Clock;
}

const E164 = /^\+[1-9]\d{1,14}$/;
const MOST_PARTIES = 10;

export const isGap = (page: ListPage | HistoryGap): page is HistoryGap => "reason" in page;

export function openThread(
  kind: Step["kind"],
  conversation: V1Conversation,
  from: Place | undefined,
  { client, range, userId, clock }: ThreadOptions,
): Thread {
  const { id, phoneNumberId, participants } = conversation;
  const [participant] = participants;
  const gap = (reason: string): HistoryGap => ({
    reason,
    conversationId: id,
    ...(phoneNumberId !== undefined && { phoneNumberId }),
  });
  const gapThread = (reason: string): Thread => ({ kind, next: async () => gap(reason) });

  if (phoneNumberId === undefined || participant === undefined)
    return gapThread("v1 does not say whose conversation it is, so it cannot be listed.");
  if (kind === "call" && participants.length > 1)
    return gapThread("v1 does not show the calls of group conversations.");
  if (participants.length > MOST_PARTIES)
    return gapThread("v1 does not show the messages of conversations with more than 10 others.");
  if (kind === "message" && !participants.every((each) => E164.test(each)))
    return gapThread("v1 does not show the messages of those who are not phone numbers.");

  const walk = walkBack({
    list(until) {
      const query = {
        ...({ since: range.since, until, phoneNumberId, surface: "v1" } as const),
        ...(userId !== undefined && { userId }),
      };
      return kind === "call"
        ? client.callPages({ ...query, participant })
        : client.messagePages({ ...query, participants });
    },
    until: range.until,
    from,
    clock,
  });
  return {
    kind,
    async next() {
      try {
        return await walk.next();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.kind === "cannot_tell") return gap(`v1 does not let this key list the ${kind}s.`);
        if (error.status === 400 && !E164.test(participant))
          return gap("v1 does not show the calls of those who are not phone numbers.");
        throw error;
      }
    },
  };
}
