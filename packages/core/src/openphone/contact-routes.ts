import type { Api } from "./api.js";
import { idSegment } from "./id-segment.js";
import { readContactFields, readRows } from "./responses.js";
import type { ListPage, RestRow } from "./rest-object.js";
import type { Surface } from "./surface.js";

/** Which contacts; all of them without it. */
export interface ContactQuery {
  /** At most 50. */
  externalIds?: readonly string[];
  /** Asks this surface alone. */
  surface?: Surface;
}

/** A definition of a custom field. */
export interface ContactField {
  key: string;
  name?: string;
  /** `string`, `number`, `date`…; open. */
  type?: string;
}

export interface ContactRoutes {
  /** v1 has their numbers and addresses inside; on the dated surface they are `contactProperties`. */
  contactPages(query?: ContactQuery): AsyncIterable<ListPage>;
  /** Numbers, addresses and custom values of a contact of the dated surface. */
  contactProperties(contactId: string): Promise<RestRow[] | undefined>;
  /** Only v1 has them. */
  listContactFields(): Promise<ContactField[]>;
}

export const contactRoutes = (api: Api): ContactRoutes => ({
  contactPages({ externalIds, surface } = {}) {
    const routes = {
      "2026-03-30": {
        path: "/contacts",
        query: { "externalId[in]": externalIds?.join(","), limit: "50" },
      },
      v1: { path: "/contacts", query: { externalIds, maxResults: "50" } },
    };
    return api.pages("contacts", routes, { surface });
  },

  async contactProperties(contactId) {
    const found = await api.all("contacts", {
      "2026-03-30": { path: `/contacts/${idSegment(contactId)}/properties`, query: { limit: "50" } },
    });
    return found && readRows(found.items);
  },

  listContactFields: async () =>
    readContactFields(await api.allOrThrow("contacts", { v1: { path: "/contact-custom-fields" } })),
});
