import { fakeWorkspace } from "./fake-workspace.js";
import { type NewEventOptions, newEvent, type WebhookEvent } from "./webhook-event.js";

/** Contact events exist in a known shape only in the new system. */
export interface ContactEventOptions extends NewEventOptions {
  /** 24 hex digits; contact ids have no prefix. */
  id?: string;
  firstName?: string | null;
  lastName?: string | null;
  company?: string | null;
  phoneNumbers?: readonly string[];
  emails?: readonly string[];
  updatedAt?: string;
}

function contactEvent(type: string, options: ContactEventOptions): WebhookEvent {
  const updatedAt = options.updatedAt ?? "2026-10-07T15:00:00.000Z";
  const resource = {
    id: options.id ?? "664d0db69fcac7cf2e6ec001",
    firstName: options.firstName === undefined ? "Jane" : options.firstName,
    lastName: options.lastName === undefined ? "Doe" : options.lastName,
    company: options.company ?? null,
    role: null,
    location: null,
    source: "public-api",
    externalId: null,
    emails: (options.emails ?? []).map((value) => ({ value, type: "email" })),
    phoneNumbers: (options.phoneNumbers ?? [fakeWorkspace.customerNumber]).map((value) => ({
      value,
      type: "phone-number",
    })),
    customFields: [],
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt,
  };
  const { orgId, userId } = fakeWorkspace;
  const context = { orgId, userId, sharedWithIds: [orgId] };
  return newEvent(type, { createdAt: updatedAt, resource, context, link: null }, options);
}

/** Means created, too. */
export const contactUpdated = (options: ContactEventOptions = {}): WebhookEvent =>
  contactEvent("contact.updated", options);

/** Told apart from an update by its type alone. */
export const contactDeleted = (options: ContactEventOptions = {}): WebhookEvent =>
  contactEvent("contact.deleted", options);
