import { parseTime } from "../../record/time.js";
import type { OpenPhoneClient } from "../client.js";
import type { RestRow } from "../rest-object.js";
import { createdAt } from "../time-range.js";
import type { V1Cursor } from "./cursor.js";
import type { HistoryRange } from "./history-source.js";

/** What a walk keeps of a conversation. */
export interface V1Conversation {
  id: string;
  /** When it was made, in milliseconds since the epoch. */
  at: number;
  phoneNumberId: string | undefined;
  /** The others. */
  participants: readonly string[];
}

/** The most that one list may be asked for. */
const NUMBERS_PER_LIST = 100;
/** In a workspace where whole pages change every minute it would go on for ever. */
const READINGS = 3;
/** Times may be written more coarsely than they are kept, and our clock may be ahead of theirs. */
const OVERLAP_MS = 1_000;
const CLOCK_SKEW_MS = 60_000;

/**
 * The conversations that may have activities in the range, last made first: the only order that does not change
 * while they are walked. All of them are held, some hundred bytes each.
 */
export async function v1Conversations(
  client: Pick<OpenPhoneClient, "conversationPages">,
  range: HistoryRange,
  now: () => number,
  after?: V1Cursor["after"],
): Promise<V1Conversation[]> {
  const found = new Map<string, V1Conversation>();
  const createdUntil = Math.min(range.until, after === undefined ? range.until : after.at + OVERLAP_MS);

  async function read(phoneNumberIds: readonly string[] | undefined) {
    // One that changes while the list is read moves to its front, where we have been: it is looked for once more.
    let updatedSince = range.since;
    for (let reading = 1, pages = 2; pages > 1 && reading <= READINGS; reading++) {
      const begunAt = now();
      pages = 0;
      const query = {
        updatedSince,
        createdUntil,
        surface: "v1",
        ...(phoneNumberIds && { phoneNumberIds }),
      } as const;
      for await (const { rows } of client.conversationPages(query)) {
        pages++;
        for (const row of rows) {
          if (mayHaveActivities(row, range)) found.set(row.id, readConversation(row));
        }
      }
      updatedSince = Math.max(range.since, begunAt - CLOCK_SKEW_MS);
    }
  }

  const numbers = range.phoneNumberIds;
  for (let at = 0; at < (numbers?.length ?? 1); at += NUMBERS_PER_LIST) {
    await read(numbers?.slice(at, at + NUMBERS_PER_LIST));
  }
  return [...found.values()].filter((each) => !after || inWalkOrder(after, each) < 0).sort(inWalkOrder);
}

type Made = Pick<V1Conversation, "at" | "id">;

const inWalkOrder = (a: Made, b: Made): number => b.at - a.at || (a.id < b.id ? -1 : Number(a.id > b.id));

/** A conversation also changes when it is renamed, assigned and the like. */
function mayHaveActivities({ lastActivityAt }: RestRow, { since }: HistoryRange): boolean {
  const last = typeof lastActivityAt === "string" ? parseTime(lastActivityAt) : undefined;
  return last === undefined || last >= since - OVERLAP_MS;
}

function readConversation(row: RestRow): V1Conversation {
  const { id, phoneNumberId, participants } = row;
  return {
    id,
    at: createdAt(row) ?? 0,
    phoneNumberId: typeof phoneNumberId === "string" ? phoneNumberId : undefined,
    participants: Array.isArray(participants) ? participants.filter((each) => typeof each === "string") : [],
  };
}
