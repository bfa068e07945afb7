import { notFound } from "../api-error.js";
import { v1Page } from "../page.js";
import { idOf, pageSize, text } from "../query-rules.js";
import type { Route } from "../route.js";
import type { Workspace } from "../workspace.js";

/** Numbers (one page, always) and users. An AI agent's id is no user's: 400. */
export const directoryRoutes = (workspace: Workspace): Route[] => [
  {
    method: "GET",
    path: "/v1/phone-numbers",
    family: "04",
    query: { userId: idOf("US") },
    answer({ query }) {
      const userId = query.get("userId");
      const isShared = (users: readonly { id: string }[]) => users.some((user) => user.id === userId);
      return { data: workspace.phoneNumbers.filter(({ users }) => userId === undefined || isShared(users)) };
    },
  },
  {
    method: "GET",
    path: "/v1/phone-numbers/:phoneNumberId",
    family: "04",
    answer({ id }) {
      const phoneNumber = workspace.phoneNumbers.find((each) => each.id === id("phoneNumberId"));
      if (phoneNumber === undefined) throw notFound();
      return { data: phoneNumber };
    },
  },
  {
    method: "GET",
    path: "/v1/users",
    family: "11",
    query: { maxResults: pageSize(50), pageToken: text },
    answer: ({ query }) => v1Page(workspace.users, query, (user) => user),
  },
  {
    method: "GET",
    path: "/v1/users/:userId",
    family: "11",
    answer({ id }) {
      const user = workspace.users.find((each) => each.id === id("userId"));
      if (user === undefined) throw notFound();
      return { data: user };
    },
  },
];
