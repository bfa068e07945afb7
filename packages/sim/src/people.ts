import { fakeWorkspace } from "@openphone-notion/testing";

/** The other sides of all calls and messages; few, so that they share contacts and look-ups. */
export const customers = ["+15555550123", "+15555550124", "+15555550125"] as const;

export const ownNumber = fakeWorkspace.ownNumber;

/** As a title spells a North American number. */
export const spelt = (number: string): string => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2 $3");
