import { contentId } from "../payloads/content-id.js";
import { fakeWorkspace } from "../payloads/fake-workspace.js";

export interface FakeContactOptions {
  id?: string;
  externalId?: string | null;
  source?: string;
  firstName?: string | null;
  lastName?: string | null;
  company?: string | null;
  role?: string | null;
  emails?: readonly string[];
  phoneNumbers?: readonly string[];
  createdAt?: string;
  updatedAt?: string;
}

export type FakeContact = ReturnType<typeof makeContact>;

/** The contact as v1 prints it. */
export function makeContact(options: FakeContactOptions) {
  const createdAt = options.createdAt ?? "2026-01-01T00:00:00.000Z";
  const labelled = (values: readonly string[] | undefined, prefix: string, name: string) =>
    (values ?? []).map((value, at) => ({ id: `${prefix}${at + 1}`, name, value }));
  return {
    id: options.id ?? contentId("66", JSON.stringify(options)),
    externalId: options.externalId ?? null,
    source: options.source ?? "public-api",
    sourceUrl: null,
    defaultFields: {
      firstName: options.firstName ?? null,
      lastName: options.lastName ?? null,
      company: options.company ?? null,
      role: options.role ?? null,
      emails: labelled(options.emails, "em", "work"),
      phoneNumbers: labelled(options.phoneNumbers, "ph", "mobile"),
    },
    customFields: [],
    createdAt,
    updatedAt: options.updatedAt ?? createdAt,
    createdByUserId: fakeWorkspace.userId,
  };
}

/** Flat on the dated surface: phones and e-mails are its properties. */
export const contactOnDated = (contact: FakeContact) => ({
  id: contact.id,
  firstName: contact.defaultFields.firstName,
  lastName: contact.defaultFields.lastName,
  company: contact.defaultFields.company,
  role: contact.defaultFields.role,
  externalId: contact.externalId,
  source: contact.source,
  sourceUrl: contact.sourceUrl,
  actorId: contact.createdByUserId,
  createdAt: contact.createdAt,
  updatedAt: contact.updatedAt,
});

export const contactProperties = ({ defaultFields }: FakeContact) => [
  ...defaultFields.phoneNumbers.map((phone) => ({ ...phone, type: "phone-number" })),
  ...defaultFields.emails.map((email) => ({ ...email, type: "email" })),
];
