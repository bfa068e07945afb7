import type { Api } from "./api.js";
import type { ListPage, RestRow } from "./rest-object.js";
import type { Surface } from "./surface.js";
import { instant, isWithin, lowerBound, pinnedRange, type TimeRange } from "./time-range.js";

/** Which calls; what is left out restricts nothing. */
export interface CallQuery extends TimeRange {
  /** `PN…` */
  phoneNumberId?: string;
  /** The other party. */
  participant?: string;
  /** v1 acts for the owner unless told otherwise, who may lack access to the number. */
  userId?: string;
  /** Asks this surface alone. */
  surface?: Surface;
}

/** Which messages; what is left out restricts nothing. */
export interface MessageQuery extends TimeRange {
  /** `PN…` */
  phoneNumberId?: string;
  /** All others of the conversation. */
  participants?: readonly string[];
  /** As in `CallQuery`. */
  userId?: string;
  /** Asks this surface alone. */
  surface?: Surface;
}

/**
 * Lists of activities, newest first. The dated surface lists the whole workspace; v1 lists one conversation alone,
 * so without number and participants it is not asked, and the list throws where the dated surface is missing.
 */
export interface ActivityLists {
  /** With summary and voicemail on the dated surface. v1 leaves out the calls of group conversations. */
  callPages(query?: CallQuery): AsyncIterable<ListPage>;
  messagePages(query?: MessageQuery): AsyncIterable<ListPage>;
}

export function activityLists(api: Api): ActivityLists {
  return {
    callPages({ phoneNumberId, participant, userId, surface, ...range } = {}) {
      const pinned = pinnedRange(range, api.clock.now());
      const { since, until } = pinned;
      const routes = {
        "2026-03-30": {
          path: "/calls",
          query: {
            include: "summary,voicemail",
            limit: "50",
            phoneNumberId,
            participant,
            "createdAt[gte]": lowerBound(since),
            "createdAt[lte]": instant(until),
          },
        },
        v1:
          phoneNumberId !== undefined && participant !== undefined
            ? onV1("/calls", { phoneNumberId, participants: [participant], userId }, pinned)
            : undefined,
      };
      return api.pages("call-list", routes, { surface, isMeant: isWithin(pinned) });
    },

    messagePages({ phoneNumberId, participants, userId, surface, ...range } = {}) {
      const pinned = pinnedRange(range, api.clock.now());
      const { since, until } = pinned;
      const routes = {
        "2026-03-30": {
          path: "/messages",
          query: {
            limit: "50",
            phoneNumberId,
            "createdAt[gt]": lowerBound(since - 1),
            "createdAt[lt]": instant(until),
          },
        },
        v1:
          phoneNumberId !== undefined && participants !== undefined
            ? onV1("/messages", { phoneNumberId, participants, userId }, pinned)
            : undefined,
      };
      const isInTime = isWithin(pinned);
      // v1 answers no others, and what it names in an incoming group message is not known.
      const isMeant = (row: RestRow, from: Surface) =>
        isInTime(row) && (from === "v1" || participants === undefined || isAmong(participants, row));
      return api.pages("message-list", routes, { surface, isMeant });
    },
  };
}

/** v1 does not say whether its bounds are exclusive. */
const onV1 = (
  path: string,
  conversation: { phoneNumberId: string; participants: readonly string[]; userId: string | undefined },
  { since, until }: { since: number; until: number },
) => ({
  path,
  query: {
    ...conversation,
    maxResults: "100",
    createdAfter: lowerBound(since - 1),
    createdBefore: instant(until),
  },
});

/** The dated surface cannot filter by conversation: it is the one of exactly these and one own number. */
function isAmong(participants: readonly string[], { from, to }: RestRow): boolean {
  const parties = new Set([from, ...(Array.isArray(to) ? to : [to])]);
  return parties.size === participants.length + 1 && participants.every((each) => parties.has(each));
}
