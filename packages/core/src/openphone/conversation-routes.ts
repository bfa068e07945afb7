import type { Api } from "./api.js";
import type { ListPage } from "./rest-object.js";
import type { Surface } from "./surface.js";
import { instant, lowerBound, pinnedAt } from "./time-range.js";

/** Times are in milliseconds since the epoch. */
export interface ConversationQuery {
  /** `PN…`; at most 100. */
  phoneNumberIds?: readonly string[];
  /** Changed at or after. */
  updatedSince?: number;
  /** Made before; absent as in `TimeRange`. */
  createdUntil?: number;
  /** Asks this surface alone. */
  surface?: Surface;
}

export interface ConversationRoutes {
  /**
   * Least lately changed first on the dated surface, so that one that changes meanwhile comes again; on v1 most
   * lately changed first, so that one that changes meanwhile may be missed. The bounds are not exact to a millisecond.
   */
  conversationPages(query?: ConversationQuery): AsyncIterable<ListPage>;
}

export const conversationRoutes = (api: Api): ConversationRoutes => ({
  conversationPages({ phoneNumberIds, updatedSince = 0, createdUntil, surface } = {}) {
    const until = instant(createdUntil ?? pinnedAt(api.clock.now()));
    const routes = {
      "2026-03-30": {
        path: "/conversations",
        query: {
          "phoneNumberId[in]": phoneNumberIds?.join(","),
          "updatedAt[gte]": lowerBound(updatedSince),
          "createdAt[lte]": until,
          sort: "updatedAt:asc",
          limit: "50",
        },
      },
      v1: {
        path: "/conversations",
        query: {
          phoneNumbers: phoneNumberIds,
          updatedAfter: lowerBound(updatedSince - 1),
          createdBefore: until,
          maxResults: "100",
        },
      },
    };
    return api.pages("conversations", routes, { surface });
  },
});
