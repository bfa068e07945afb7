import { conversationIdOf, fakeWorkspace } from "./fake-workspace.js";
import { type JsonObject, type NewEventOptions, newEvent, type WebhookEvent } from "./webhook-event.js";

export interface TaskAssignedOptions extends NewEventOptions {
  id?: string;
  assignedTo?: string;
  activityId?: string | null;
}

/** An event that exists and speaks of no activity that gets a page. */
export function taskAssigned(options: TaskAssignedOptions = {}): WebhookEvent {
  const { orgId, userId, phoneNumberId, customerNumber } = fakeWorkspace;
  const resource = { id: options.id ?? "TK00fake01", assignedTo: options.assignedTo ?? "US00fake02" };
  const context = {
    orgId,
    actorId: userId,
    phoneNumberId,
    conversationId: conversationIdOf(phoneNumberId, [customerNumber]),
    activityId: options.activityId ?? null,
    phoneNumberGroupId: null,
  };
  const parts = { createdAt: "2026-10-07T15:00:00.000Z", resource, context, link: null };
  return newEvent("task.assigned", parts, options);
}

export interface UnknownEventOptions extends NewEventOptions {
  /** `integration.updated` unless given: sent by OpenPhone, documented nowhere. */
  type?: string;
  resource?: JsonObject;
}

/** An event type that nobody has documented; receivers must keep it and answer 2xx. */
export function unknownEvent(options: UnknownEventOptions = {}): WebhookEvent {
  const resource = options.resource ?? { id: "IN00fake01" };
  const context = { orgId: fakeWorkspace.orgId };
  const parts = { createdAt: "2026-10-07T15:00:00.000Z", resource, context, link: null };
  return newEvent("integration.updated", parts, options);
}
