import { callParticipants } from "../../payloads/call-facts.js";
import { notFound, notPhoneNumberUser, tooManyParticipants } from "../api-error.js";
import { callOnV1 } from "../fake-call.js";
import { v1Page } from "../page.js";
import { idOf, instant, pageSize, repeated, required, text } from "../query-rules.js";
import type { Route } from "../route.js";
import { newestFirst, type Workspace } from "../workspace.js";
import { actsFor, conversationWindow, conversationWindowRules } from "./conversation-window.js";

/** v1 lists the calls of one number with one other party; group calls are left out, and refused by id. */
export const callRoutes = (workspace: Workspace): Route[] => [
  {
    method: "GET",
    path: "/v1/calls",
    family: "01",
    query: {
      ...conversationWindowRules,
      phoneNumberId: required(idOf("PN")),
      participants: required(repeated(text, 1)),
      userId: idOf("US"),
      since: instant,
      maxResults: required(pageSize(100)),
      pageToken: text,
    },
    answer({ query }) {
      const phoneNumberId = query.get("phoneNumberId");
      if (!actsFor(workspace, query, phoneNumberId)) throw notPhoneNumberUser("01");
      const other = query.get("participants") ?? "";
      const rows = newestFirst(workspace.calls.values()).filter(
        (call) =>
          call.phoneNumberId === phoneNumberId &&
          call.external.length === 1 &&
          call.external.includes(other) &&
          conversationWindow(query, call.createdAt),
      );
      return v1Page(rows, query, callOnV1);
    },
  },
  {
    method: "GET",
    path: "/v1/calls/:callId",
    family: "01",
    answer({ id }) {
      const call = workspace.calls.get(id("callId"));
      if (call === undefined) throw notFound();
      if (callParticipants(call).length > 2) throw tooManyParticipants();
      return { data: callOnV1(call) };
    },
  },
];
