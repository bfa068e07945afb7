import { notFound } from "../api-error.js";
import { type FakeMessage, messageOnDated } from "../fake-message.js";
import { datedPage } from "../page.js";
import { commaList, idOf, instant, oneOf, pageSize, party, type Query, text } from "../query-rules.js";
import type { Route } from "../route.js";
import { newestFirst, type Workspace } from "../workspace.js";

/** Lists the whole workspace; its time filters exclude their bounds, and there is no `gte` or `lte`. */
export const messageRoutes = (workspace: Workspace): Route[] => [
  {
    method: "GET",
    path: "/messages",
    family: "02",
    query: {
      from: party,
      to: party,
      "to[all]": commaList(party),
      status: oneOf("queued", "sent", "delivered", "undelivered", "received", "failed"),
      direction: oneOf("incoming", "outgoing"),
      phoneNumberId: idOf("PN"),
      userId: idOf("(US|SY)"),
      "createdAt[gt]": instant,
      "createdAt[lt]": instant,
      limit: pageSize(50),
      after: text,
    },
    answer({ query }) {
      const rows = newestFirst(workspace.messages.values()).filter((message) => isAsked(message, query));
      return datedPage(rows, query, messageOnDated);
    },
  },
  {
    method: "GET",
    path: "/messages/:messageId",
    family: "02",
    answer({ id }) {
      const message = workspace.messages.get(id("messageId"));
      if (message === undefined) throw notFound();
      return { data: messageOnDated(message) };
    },
  },
];

function isAsked(message: FakeMessage, query: Query): boolean {
  const all = query.list("to[all]");
  const to = query.get("to");
  const gt = query.get("createdAt[gt]");
  const lt = query.get("createdAt[lt]");
  const at = Date.parse(message.createdAt);
  const isEqual = (name: string, value: string | null) => (query.get(name) ?? value) === value;
  return (
    isEqual("from", message.from) &&
    isEqual("status", message.status) &&
    isEqual("direction", message.direction) &&
    isEqual("phoneNumberId", message.phoneNumberId) &&
    isEqual("userId", message.userId) &&
    (to === undefined || message.to.includes(to)) &&
    (all.length === 0 || [...all].sort().join() === [...message.to].sort().join()) &&
    (gt === undefined || at > Date.parse(gt)) &&
    (lt === undefined || at < Date.parse(lt))
  );
}
