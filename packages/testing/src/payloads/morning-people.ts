import { fakeWorkspace } from "./fake-workspace.js";

/** A row of the contact database, as people type such rows. */
export interface CanvasContact {
  name: string;
  phone: string;
  email?: string;
}

export const morningUsers = [
  { id: fakeWorkspace.userId, firstName: "Dana", lastName: "Lee", role: "owner" },
  { id: "US00fake02", firstName: "Robin", lastName: "Park", role: "member" },
] as const;

/** A number of the office. */
export interface Line {
  id: string;
  number: string;
  name: string;
}

export const mainLine: Line = {
  id: fakeWorkspace.phoneNumberId,
  number: fakeWorkspace.ownNumber,
  name: "Main line",
};
export const support: Line = { id: "PN00fake02", number: "+15555550101", name: "Support" };

/** Who calls and writes: the number, and the contact that it belongs to. */
export const avery = { number: "+15555550123", contact: "Avery Example" };
export const blake = { number: "+15555550124", contact: "Blake Example" };
export const caseyOffice = { number: "+15555550125", contact: "Casey Example" };
export const caseyMobile = { number: "+15555550126", contact: "Casey Example" };
export const ellis = { number: "+15555550128", contact: "Ellis Example" };
/** In nobody's contacts. */
export const stranger = { number: "+15555550127", contact: null };

export const canvasContacts: readonly CanvasContact[] = [
  { name: avery.contact, phone: "(555) 555-0123", email: "Avery@example.com" },
  { name: blake.contact, phone: "+1 555-555-0124 ext. 5" },
  { name: caseyOffice.contact, phone: "office 555.555.0125 / mobile 555-555-0126" },
  { name: ellis.contact, phone: "1-555-555-0128 " },
  { name: "Quiet Example", phone: "555 555 0199" },
];
