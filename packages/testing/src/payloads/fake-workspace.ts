import { contentId } from "./content-id.js";

/** Ids and numbers that the builders and the fake API fall back to; none of them can belong to anybody. */
export const fakeWorkspace = {
  orgId: "OR00fake01",
  phoneNumberId: "PN00fake01",
  /** The workspace's own number. */
  ownNumber: "+15555550100",
  userId: "US00fake01",
  /** The AI agent: a system actor that the users endpoint does not know. */
  aiAgentId: "SY00fake01",
  customerNumber: "+15555550123",
  mediaBaseUrl: "https://media.openphone.example",
} as const;

/** One conversation is one own number and a set of others: the same set always has the same id. */
export const conversationIdOf = (phoneNumberId: string, counterparts: readonly string[]): string =>
  contentId("CN", [phoneNumberId, ...[...counterparts].sort()].join(" "));

/** The link into the app; `null` where number or conversation are unknown. */
export const inboxLink = (
  phoneNumberId: string | null,
  conversationId: string | null,
  activityId: string,
): string | null =>
  phoneNumberId && conversationId
    ? `https://my.quo.com/inbox/${phoneNumberId}/c/${conversationId}?at=${activityId}`
    : null;
