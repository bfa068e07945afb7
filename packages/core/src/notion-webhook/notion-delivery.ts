import * as z from "zod";
import { opaqueId, said } from "../events/open-schema.js";
import { SyncError } from "../sync-error.js";

/** What a delivery of Notion's webhooks says, as far as it matters here. */
export type NotionDelivery =
  /** Sent once, unsigned, when a subscription is made: what all its deliveries are signed with. */
  | { kind: "handshake"; token: string }
  /** A page that was made, changed, moved, thrown away or fetched back. */
  | {
      kind: "page";
      eventId: string;
      pageId: string;
      /** The data source that it lies in; absent where it was moved, perhaps out of it, or that is not told. */
      dataSourceId?: string;
    }
  /** Of another type. */
  | { kind: "other" };

/** Types that tell of a page's properties or of where it is; what is in it does not matter. */
const PAGE_TYPES: ReadonlySet<string> = new Set([
  "page.created",
  "page.properties_updated",
  "page.moved",
  "page.deleted",
  "page.undeleted",
]);

const body = z.lazy(() =>
  z.object({
    verification_token: said(z.string().regex(/^[\x21-\x7e]{8,256}$/)),
    type: said(z.string()),
    id: said(opaqueId),
    entity: said(z.object({ id: opaqueId, type: said(z.string()) })),
    data: said(z.object({ parent: said(z.object({ data_source_id: said(opaqueId) })) })),
  }),
);

/** Throws a `SyncError` of code `invalid_json` or `invalid_event`. */
export function readNotionDelivery(text: string): NotionDelivery {
  const { data: delivery } = body.safeParse(parse(text));
  const { verification_token: token, type, id, entity, data } = delivery ?? {};
  // An event never is a handshake, whatever it carries.
  if (type === undefined && token !== undefined) return { kind: "handshake", token };
  if (type === undefined)
    throw refusal("invalid_event", "The body is not an event of Notion: it has no type.");
  if (!PAGE_TYPES.has(type) || entity === undefined || id === undefined) return { kind: "other" };
  const dataSourceId = type === "page.moved" ? undefined : data?.parent?.data_source_id;
  return {
    ...{ kind: "page", eventId: id, pageId: entity.id },
    ...(dataSourceId === undefined ? {} : { dataSourceId }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal("invalid_json", "The body is not JSON.");
  }
}

const refusal = (code: "invalid_json" | "invalid_event", message: string) =>
  new SyncError(code, message, { retry: "never" });
