import { notFound } from "../api-error.js";
import { instant, type Query, type QueryRules } from "../query-rules.js";
import type { Workspace } from "../workspace.js";

/** The time filters that calls, messages and conversations share on v1. */
export const conversationWindowRules: QueryRules = { createdAfter: instant, createdBefore: instant };

/** Whether an instant lies in the asked window; the deprecated `since` behaves as `createdBefore`. */
export function conversationWindow(query: Query, createdAt: string): boolean {
  const at = Date.parse(createdAt);
  const after = query.get("createdAfter");
  const before = query.get("createdBefore") ?? query.get("since");
  return (after === undefined || at > Date.parse(after)) && (before === undefined || at < Date.parse(before));
}

/**
 * Whether the acting user may use the number. v1 acts for the workspace's owner unless `userId` says otherwise,
 * which is why lists of a number that the owner does not share answer 403.
 */
export function actsFor(workspace: Workspace, query: Query, phoneNumberId: string | undefined): boolean {
  const phoneNumber = workspace.phoneNumbers.find((each) => each.id === phoneNumberId);
  if (phoneNumber === undefined) throw notFound();
  const actor = query.get("userId") ?? workspace.users.find((user) => user.role === "owner")?.id;
  return phoneNumber.users.some((user) => user.id === actor);
}
