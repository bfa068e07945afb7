import { notFound } from "../api-error.js";
import { contactOnDated, contactProperties, type FakeContact } from "../fake-contact.js";
import { datedPage } from "../page.js";
import { commaList, pageSize, text } from "../query-rules.js";
import type { Route, RouteRequest } from "../route.js";
import { newestFirst, type Workspace } from "../workspace.js";

export function contactRoutes(workspace: Workspace): Route[] {
  const contactOf = ({ id }: RouteRequest): FakeContact => {
    const contact = workspace.contacts.get(id("contactId"));
    if (contact === undefined) throw notFound();
    return contact;
  };
  return [
    {
      method: "GET",
      path: "/contacts",
      family: "08",
      query: {
        "externalId[in]": commaList(text, 50),
        "source[in]": commaList(text, 50),
        limit: pageSize(50),
        after: text,
      },
      answer({ query }) {
        const externalIds = query.list("externalId[in]");
        const sources = query.list("source[in]");
        const rows = newestFirst(workspace.contacts.values()).filter(
          (contact) =>
            (externalIds.length === 0 || externalIds.includes(contact.externalId ?? "")) &&
            (sources.length === 0 || sources.includes(contact.source)),
        );
        return datedPage(rows, query, contactOnDated);
      },
    },
    {
      method: "GET",
      path: "/contacts/:contactId",
      family: "08",
      answer: (request) => ({ data: contactOnDated(contactOf(request)) }),
    },
    {
      method: "GET",
      path: "/contacts/:contactId/properties",
      family: "08",
      query: { limit: pageSize(50), after: text },
      answer: (request) => datedPage(contactProperties(contactOf(request)), request.query, (each) => each),
    },
  ];
}
