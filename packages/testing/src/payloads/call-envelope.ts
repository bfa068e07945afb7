import { type CallFacts, callParticipants, restCallStatus } from "./call-facts.js";
import { fakeWorkspace } from "./fake-workspace.js";
import { type JsonObject, type NewEventOptions, newEvent, type WebhookEvent } from "./webhook-event.js";

const lookup = (ids: readonly string[]): JsonObject => ({
  ids,
  lookupStatus: ids.length > 0 ? "matched" : "none",
});

/** The new system's context of a call. */
export const callContext = (call: CallFacts): JsonObject => ({
  orgId: fakeWorkspace.orgId,
  phoneNumberId: call.phoneNumberId,
  conversationId: call.conversationId,
  phoneNumberType: "shared",
  userId: call.userId,
  contacts: lookup(call.contactIds),
  participants: { workspace: [call.own], external: call.external, resolution: "available" },
});

/** An event of the new system about a call. */
export const newCallEvent = (
  type: string,
  call: CallFacts,
  parts: { createdAt: string; resource: JsonObject; context?: JsonObject },
  options: NewEventOptions,
): WebhookEvent => newEvent(type, { link: call.link, context: callContext(call), ...parts }, options);

/** The call object of legacy v4. */
export const v4Call = (call: CallFacts): JsonObject => ({
  id: call.id,
  object: "call",
  answeredAt: call.answeredAt,
  answeredBy: call.answeredBy,
  initiatedBy: call.initiatedBy,
  direction: call.direction,
  status: restCallStatus(call),
  completedAt: call.completedAt,
  createdAt: call.createdAt,
  duration: call.durationSeconds,
  forwardedFrom: call.forwardedFrom,
  forwardedTo: call.forwardedTo,
  phoneNumberId: call.phoneNumberId,
  participants: callParticipants(call),
  updatedAt: call.updatedAt,
  userId: call.userId,
  contactIds: call.contactIds,
  recordings: null,
});

/** The call object of legacy v3: no duration, no participants, artefacts inline. */
export const v3Call = (call: CallFacts): JsonObject => ({
  id: call.id,
  object: "call",
  from: call.from,
  to: call.to,
  direction: call.direction,
  media: [],
  voicemail: null,
  status: restCallStatus(call),
  createdAt: call.createdAt,
  answeredAt: call.answeredAt,
  completedAt: call.completedAt,
  userId: call.userId,
  phoneNumberId: call.phoneNumberId,
  conversationId: call.conversationId,
});
