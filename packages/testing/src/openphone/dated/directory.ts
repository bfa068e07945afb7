import { fakeWorkspace } from "../../payloads/fake-workspace.js";
import { notFound } from "../api-error.js";
import { type FakePhoneNumber, phoneNumberOnDated } from "../fake-directory.js";
import { datedPage } from "../page.js";
import { pageSize, phone, text } from "../query-rules.js";
import type { Route, RouteRequest } from "../route.js";
import type { Workspace } from "../workspace.js";

const PAGING = { limit: pageSize(50), after: text };

/** Numbers, users and the organization (which v1 does not show). */
export function directoryRoutes(workspace: Workspace): Route[] {
  const phoneNumberOf = ({ id }: RouteRequest): FakePhoneNumber => {
    const phoneNumber = workspace.phoneNumbers.find((each) => each.id === id("phoneNumberId"));
    if (phoneNumber === undefined) throw notFound();
    return phoneNumber;
  };
  return [
    {
      method: "GET",
      path: "/phone-numbers",
      family: "04",
      query: { phoneNumber: phone, ...PAGING },
      answer({ query }) {
        const asked = query.get("phoneNumber");
        const rows = workspace.phoneNumbers.filter(({ number }) => asked === undefined || number === asked);
        return datedPage(rows, query, phoneNumberOnDated);
      },
    },
    {
      method: "GET",
      path: "/phone-numbers/:phoneNumberId",
      family: "04",
      answer: (request) => ({ data: phoneNumberOnDated(phoneNumberOf(request)) }),
    },
    {
      method: "GET",
      path: "/phone-numbers/:phoneNumberId/users",
      family: "04",
      query: PAGING,
      answer(request) {
        const ids = phoneNumberOf(request).users.map((user) => user.id);
        const users = workspace.users.filter((user) => ids.includes(user.id));
        return datedPage(users, request.query, (user) => user);
      },
    },
    {
      method: "GET",
      path: "/users",
      family: "11",
      query: PAGING,
      answer: ({ query }) => datedPage(workspace.users, query, (user) => user),
    },
    {
      method: "GET",
      path: "/users/:userId",
      family: "11",
      answer({ id }) {
        const user = workspace.users.find((each) => each.id === id("userId"));
        if (user === undefined) throw notFound();
        return { data: user };
      },
    },
    {
      method: "GET",
      path: "/organization",
      family: "04",
      answer: () => ({
        data: { id: fakeWorkspace.orgId, name: "Example Co", subscriptionStatus: "active" },
      }),
    },
  ];
}
