import { conversationOnDated, type FakeConversation } from "../fake-conversation.js";
import { datedPage } from "../page.js";
import { commaList, idOf, instant, oneOf, pageSize, type Query, text } from "../query-rules.js";
import type { Route } from "../route.js";
import type { Workspace } from "../workspace.js";

/** The only list that sorts, and the only one that filters by `updatedAt`. */
export const conversationRoutes = (workspace: Workspace): Route[] => [
  {
    method: "GET",
    path: "/conversations",
    family: "10",
    query: {
      phoneNumberId: idOf("PN"),
      "phoneNumberId[in]": commaList(idOf("PN"), 100),
      "createdAt[gte]": instant,
      "createdAt[lte]": instant,
      "updatedAt[gte]": instant,
      "updatedAt[lte]": instant,
      sort: oneOf("updatedAt:asc", "updatedAt:desc", "createdAt:asc", "createdAt:desc"),
      limit: pageSize(50),
      after: text,
    },
    answer({ query }) {
      const rows = [...workspace.conversations.values()]
        .filter((conversation) => isAsked(conversation, query))
        .sort(inOrder(query.get("sort") ?? "updatedAt:desc"));
      return datedPage(rows, query, conversationOnDated);
    },
  },
];

function inOrder(sort: string) {
  const [field, direction] = sort.split(":") as ["updatedAt" | "createdAt", "asc" | "desc"];
  const sign = direction === "asc" ? 1 : -1;
  return (a: FakeConversation, b: FakeConversation) => sign * (Date.parse(a[field]) - Date.parse(b[field]));
}

function isAsked(conversation: FakeConversation, query: Query): boolean {
  const numbers = [...query.list("phoneNumberId"), ...query.list("phoneNumberId[in]")];
  const isWithin = (field: "createdAt" | "updatedAt") => {
    const gte = query.get(`${field}[gte]`);
    const lte = query.get(`${field}[lte]`);
    const at = Date.parse(conversation[field]);
    return (gte === undefined || at >= Date.parse(gte)) && (lte === undefined || at <= Date.parse(lte));
  };
  const isOfNumber = numbers.length === 0 || numbers.includes(conversation.phoneNumberId);
  return isOfNumber && isWithin("createdAt") && isWithin("updatedAt");
}
