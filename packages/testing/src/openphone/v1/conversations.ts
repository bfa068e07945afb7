import { v1Page } from "../page.js";
import {
  boolean,
  idOf,
  instant,
  pageSize,
  phoneOrNumberId,
  repeated,
  required,
  text,
} from "../query-rules.js";
import type { Route } from "../route.js";
import { newestFirst, type Workspace } from "../workspace.js";
import { conversationWindow, conversationWindowRules } from "./conversation-window.js";

export const conversationRoutes = (workspace: Workspace): Route[] => [
  {
    method: "GET",
    path: "/v1/conversations",
    family: "10",
    query: {
      ...conversationWindowRules,
      phoneNumbers: repeated(phoneOrNumberId, 100),
      phoneNumber: phoneOrNumberId,
      userId: idOf("US"),
      updatedAfter: instant,
      updatedBefore: instant,
      excludeInactive: boolean,
      maxResults: required(pageSize(100)),
      pageToken: text,
    },
    answer({ query }) {
      const asked = [...query.list("phoneNumbers"), ...query.list("phoneNumber")];
      const numberIds = workspace.phoneNumbers
        .filter(({ id, number }) => asked.length === 0 || asked.includes(id) || asked.includes(number))
        .map(({ id }) => id);
      const after = query.get("updatedAfter");
      const before = query.get("updatedBefore");
      const rows = newestFirst(workspace.conversations.values())
        .sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt))
        .filter(
          (conversation) =>
            numberIds.includes(conversation.phoneNumberId) &&
            conversationWindow(query, conversation.createdAt) &&
            (after === undefined || Date.parse(conversation.updatedAt) > Date.parse(after)) &&
            (before === undefined || Date.parse(conversation.updatedAt) < Date.parse(before)),
        );
      return v1Page(rows, query, (conversation) => conversation);
    },
  },
];
