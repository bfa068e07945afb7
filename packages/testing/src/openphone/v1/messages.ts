import { notFound, notPhoneNumberUser } from "../api-error.js";
import { messageOnV1 } from "../fake-message.js";
import { v1Page } from "../page.js";
import { idOf, instant, pageSize, phone, repeated, required, text } from "../query-rules.js";
import type { Route } from "../route.js";
import { newestFirst, type Workspace } from "../workspace.js";
import { actsFor, conversationWindow, conversationWindowRules } from "./conversation-window.js";

/** v1 lists the messages of one thread: one number and exactly the participants named. */
export const messageRoutes = (workspace: Workspace): Route[] => [
  {
    method: "GET",
    path: "/v1/messages",
    family: "02",
    query: {
      ...conversationWindowRules,
      phoneNumberId: required(idOf("PN")),
      participants: required(repeated(phone, 10)),
      userId: idOf("US"),
      since: instant,
      maxResults: required(pageSize(100)),
      pageToken: text,
    },
    answer({ query }) {
      const phoneNumberId = query.get("phoneNumberId");
      if (!actsFor(workspace, query, phoneNumberId)) throw notPhoneNumberUser("02");
      const thread = [...query.list("participants")].sort().join();
      const rows = newestFirst(workspace.messages.values()).filter(
        (message) =>
          message.phoneNumberId === phoneNumberId &&
          [...message.external].sort().join() === thread &&
          conversationWindow(query, message.createdAt),
      );
      return v1Page(rows, query, messageOnV1);
    },
  },
  {
    method: "GET",
    path: "/v1/messages/:messageId",
    family: "02",
    answer({ id }) {
      const message = workspace.messages.get(id("messageId"));
      if (message === undefined) throw notFound();
      return { data: messageOnV1(message) };
    },
  },
];
