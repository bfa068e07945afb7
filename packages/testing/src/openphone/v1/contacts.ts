import { notFound } from "../api-error.js";
import { v1Page } from "../page.js";
import { pageSize, repeated, required, text } from "../query-rules.js";
import type { Route } from "../route.js";
import { newestFirst, type Workspace } from "../workspace.js";

/** There is no look-up by phone, name or e-mail. */
export const contactRoutes = (workspace: Workspace): Route[] => [
  {
    method: "GET",
    path: "/v1/contacts",
    family: "08",
    query: {
      externalIds: repeated(text),
      sources: repeated(text),
      maxResults: required(pageSize(50)),
      pageToken: text,
    },
    answer({ query }) {
      const externalIds = query.list("externalIds");
      const sources = query.list("sources");
      const rows = newestFirst(workspace.contacts.values()).filter(
        (contact) =>
          (externalIds.length === 0 || externalIds.includes(contact.externalId ?? "")) &&
          (sources.length === 0 || sources.includes(contact.source)),
      );
      return v1Page(rows, query, (contact) => contact);
    },
  },
  {
    method: "GET",
    path: "/v1/contacts/:contactId",
    family: "08",
    answer({ id }) {
      const contact = workspace.contacts.get(id("contactId"));
      if (contact === undefined) throw notFound();
      return { data: contact };
    },
  },
  {
    method: "GET",
    path: "/v1/contact-custom-fields",
    family: "07",
    answer: () => ({ data: [{ name: "Lead source", key: "lead-source", type: "string" }] }),
  },
];
