import type { PhoneNumber, User } from "./activity.js";

/** Names for the workspace's own ids, read from the OpenPhone API and remembered. Unknown ids answer `undefined`. */
export interface Directory {
  /** By id or by E.164 number. */
  phoneNumber(idOrNumber: string): PhoneNumber | undefined;
  user(id: string): User | undefined;
  /** Whether this E.164 number is one of the workspace's own. */
  isOwnNumber(number: string): boolean;
  /** The own numbers could not be read yet: a number that is not known as one may be one all the same. */
  isPending?: boolean;
  /** When all of it was last read from the API, in milliseconds since the epoch. */
  readAt?: number;
}

/** Knows nobody; for tests, and before the API has been read. */
export const emptyDirectory: Directory = {
  phoneNumber: () => undefined,
  user: () => undefined,
  isOwnNumber: () => false,
};
