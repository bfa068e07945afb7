import { fakeWorkspace } from "../payloads/fake-workspace.js";

export interface FakeUserOptions {
  /** `US…` */
  id: string;
  email?: string;
  firstName?: string | null;
  lastName?: string | null;
  role?: "owner" | "admin" | "member";
}

export interface FakePhoneNumberOptions {
  /** `PN…` */
  id: string;
  /** E.164. */
  number: string;
  name?: string;
  /** Who may use it; everybody unless given. */
  userIds?: readonly string[];
}

export type FakeUser = ReturnType<typeof makeUser>;
export type FakePhoneNumber = ReturnType<typeof makePhoneNumber>;

const SINCE = "2025-01-01T00:00:00.000Z";

export const defaultUsers: readonly FakeUserOptions[] = [
  { id: fakeWorkspace.userId, firstName: "Dana", lastName: "Lee", role: "owner" },
];
export const defaultPhoneNumbers: readonly FakePhoneNumberOptions[] = [
  { id: fakeWorkspace.phoneNumberId, number: fakeWorkspace.ownNumber, name: "Main line" },
];

/** A user as both surfaces print it. */
export const makeUser = (options: FakeUserOptions) => ({
  id: options.id,
  email: options.email ?? `${options.id.toLowerCase()}@example.com`,
  firstName: options.firstName ?? null,
  lastName: options.lastName ?? null,
  pictureUrl: null,
  role: options.role ?? "member",
  createdAt: SINCE,
  updatedAt: SINCE,
});

/** A number as v1 prints it, its users included. */
export function makePhoneNumber(options: FakePhoneNumberOptions, everybody: readonly FakeUser[]) {
  const users = everybody.filter((user) => options.userIds?.includes(user.id) ?? true);
  const national = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(options.number);
  const groupId = `GR${options.id.slice(2)}`;
  const unrestricted = { US: "unrestricted", CA: "unrestricted", Intl: "restricted" };
  return {
    id: options.id,
    groupId,
    name: options.name ?? options.number,
    number: options.number,
    formattedNumber: national ? `(${national[1]}) ${national[2]}-${national[3]}` : null,
    symbol: null,
    forward: null,
    portRequestId: null,
    portingStatus: null,
    users: users.map(({ id, email, firstName, lastName, role }) => ({
      id,
      email,
      firstName,
      lastName,
      role,
      groupId,
    })),
    createdAt: SINCE,
    updatedAt: SINCE,
    restrictions: { calling: unrestricted, messaging: unrestricted },
  };
}

/** On the dated surface `number` is called `phoneNumber`, and users are asked for on their own. */
export function phoneNumberOnDated(phoneNumber: FakePhoneNumber) {
  const { number, users: _users, restrictions: _restrictions, ...rest } = phoneNumber;
  return { ...rest, phoneNumber: number };
}
