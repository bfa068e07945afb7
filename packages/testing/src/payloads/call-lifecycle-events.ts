import { callContext, newCallEvent, v3Call, v4Call } from "./call-envelope.js";
import { type CallOptions, describeCall } from "./call-facts.js";
import { fakeWorkspace } from "./fake-workspace.js";
import { legacyEvent, type NewEventOptions, type WebhookEvent, type WebhookSystem } from "./webhook-event.js";

/** Of events that only the new system has, but for `call.ringing`. */
export interface CallEventOptions extends CallOptions, NewEventOptions {}

/** `call.ringing`: nobody has answered yet, whatever the options say of it. */
export function callRinging(options: CallEventOptions & { system?: WebhookSystem } = {}): WebhookEvent {
  const call = describeCall(options);
  const createdAt = call.createdAt;
  const unanswered = { status: "ringing", answeredAt: null, completedAt: null };
  if (options.system === "v4") {
    const object = { ...v4Call(call), ...unanswered, answeredBy: null, duration: 0, updatedAt: createdAt };
    const parts = { apiVersion: "v4", createdAt, object, deepLink: call.link } as const;
    return legacyEvent("call.ringing", parts, options);
  }
  if (options.system === "v3") {
    const object = { ...v3Call(call), ...unanswered };
    return legacyEvent("call.ringing", { apiVersion: "v3", createdAt, object }, options);
  }
  // Its context has no contacts and no phoneNumberType.
  const { contacts: _contacts, phoneNumberType: _type, ...context } = callContext(call);
  const resource = { id: call.id, direction: call.direction, createdAt, updatedAt: createdAt };
  return newCallEvent("call.ringing", call, { createdAt, resource, context }, options);
}

/** `call.answered`, as of the moment of answering. */
export function callAnswered(options: CallEventOptions = {}): WebhookEvent {
  const call = describeCall(options);
  const resource = {
    id: call.id,
    direction: call.direction,
    createdAt: call.createdAt,
    answeredAt: call.answeredAt,
    answeredByUserId: call.answeredBy,
    updatedAt: null,
  };
  return newCallEvent(
    "call.answered",
    call,
    { createdAt: call.answeredAt ?? call.createdAt, resource },
    options,
  );
}

/** Only for incoming calls, and it says no more than id and times. */
export function callMissed(options: CallEventOptions = {}): WebhookEvent {
  const call = describeCall({ answered: false, ...options });
  const resource = { id: call.id, createdAt: call.createdAt, updatedAt: call.completedAt };
  return newCallEvent("call.missed", call, { createdAt: call.completedAt, resource }, options);
}

/** `call.forwarded`, to `+15555550177` unless told otherwise. */
export function callForwarded(options: CallEventOptions = {}): WebhookEvent {
  const call = describeCall({
    forwardedFrom: fakeWorkspace.ownNumber,
    forwardedTo: "+15555550177",
    ...options,
  });
  const resource = {
    id: call.id,
    createdAt: call.createdAt,
    updatedAt: null,
    forwardedFrom: call.forwardedFrom,
    forwardedTo: call.forwardedTo,
  };
  return newCallEvent("call.forwarded", call, { createdAt: call.completedAt, resource }, options);
}

/** What the caller pressed, and what the menu calls it. */
export interface CallMenuSelectedOptions extends CallEventOptions {
  selection?: string;
  selectionName?: string;
}

/** `call.menu.selected`: `1`, Sales, unless told otherwise. */
export function callMenuSelected(options: CallMenuSelectedOptions = {}): WebhookEvent {
  const call = describeCall(options);
  const resource = {
    id: call.id,
    createdAt: call.createdAt,
    updatedAt: null,
    phoneMenuSelection: options.selection ?? "1",
    phoneMenuSelectionName: options.selectionName ?? "Sales",
    statusReason: "phone-menu-dial",
  };
  return newCallEvent("call.menu.selected", call, { createdAt: call.createdAt, resource }, options);
}
