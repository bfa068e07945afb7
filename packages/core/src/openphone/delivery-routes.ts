import * as z from "zod";
import type { Api } from "./api.js";
import { idSegment } from "./id-segment.js";
import type { ListPage, RestRow } from "./rest-object.js";
import { instant, isWithin, lowerBound, pinnedRange, type TimeRange } from "./time-range.js";

/** Which entries of a webhook's log. */
export interface DeliveryQuery extends TimeRange {
  status?: "success" | "pending" | "sending" | "failed";
  eventTypes?: readonly string[];
  /** Of the call, message or contact. */
  resourceId?: string;
}

/** A delivery with what was sent. */
export interface LoggedDelivery {
  /** As the API sent it, with `attempts`. */
  object: RestRow;
  /** The event's body as JSON text; spelled as it was sent only where the API answers it as text. */
  requestBody?: string;
}

/** The delivery log of a webhook of the new system: what was missed can be read there, or sent again. */
export interface DeliveryRoutes {
  /** Newest first, without bodies. */
  deliveryPages(webhookId: string, query?: DeliveryQuery): AsyncIterable<ListPage>;
  getDelivery(webhookId: string, deliveryId: string): Promise<LoggedDelivery | undefined>;
  /** Has it sent again. Only a failed one can be (else `openphone_invalid_request`). */
  retryDelivery(webhookId: string, deliveryId: string): Promise<void>;
}

const single = z.lazy(() => z.looseObject({ id: z.string(), requestBody: z.unknown() }));

export function deliveryRoutes(api: Api): DeliveryRoutes {
  const pathOf = (webhookId: string) => `/webhooks/${idSegment(webhookId)}/events`;
  return {
    deliveryPages(webhookId, { status, eventTypes, resourceId, ...range } = {}) {
      const pinned = pinnedRange(range, api.clock.now());
      const query = {
        status,
        "eventType[in]": eventTypes?.join(","),
        resourceId,
        "createdAt[gt]": lowerBound(pinned.since - 1),
        "createdAt[lt]": instant(pinned.until),
        limit: "50",
      };
      const routes = { "2026-03-30": { path: pathOf(webhookId), query } };
      return api.pages("webhooks", routes, { isMeant: isWithin(pinned) });
    },

    async getDelivery(webhookId, deliveryId) {
      const path = `${pathOf(webhookId)}/${idSegment(deliveryId)}`;
      const found = await api.single("webhooks", { "2026-03-30": { path } });
      const { data: object } = single.safeParse(found?.object);
      if (object === undefined) return undefined;
      const { requestBody } = object;
      if (requestBody === undefined || requestBody === null) return { object };
      return {
        object,
        requestBody: typeof requestBody === "string" ? requestBody : JSON.stringify(requestBody),
      };
    },

    async retryDelivery(webhookId, deliveryId) {
      const path = `${pathOf(webhookId)}/${idSegment(deliveryId)}/retry`;
      await api.change({ surface: "2026-03-30", method: "POST", path });
    },
  };
}
