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
      const rows = newestFirst([...workspace.messages.values()].filter(askedFor(query)));
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

function askedFor(query: Query): (message: FakeMessage) => boolean {
  const all = query.list("to[all]");
  const to = query.get("to");
  const gt = momentOf(query.get("createdAt[gt]"));
  const lt = momentOf(query.get("createdAt[lt]"));
  const equal = (["from", "status", "direction", "phoneNumberId", "userId"] as const).flatMap((name) => {
    const value = query.get(name);
    return value === undefined ? [] : { name, value };
  });
  return (message) => {
    const at = gt === undefined && lt === undefined ? 0 : Date.parse(message.createdAt);
    return (
      equal.every(({ name, value }) => message[name] === value) &&
      (to === undefined || message.to.includes(to)) &&
      (all.length === 0 || [...all].sort().join() === [...message.to].sort().join()) &&
      (gt === undefined || at > gt) &&
      (lt === undefined || at < lt)
    );
  };
}

const momentOf = (instant: string | undefined) => (instant === undefined ? undefined : Date.parse(instant));
