import * as z from "zod";
import type { PhoneNumber, User } from "../record/activity.js";

/** What a directory holds, and when all of it was last read from the API (milliseconds since the epoch). */
export interface DirectoryEntries {
  readAt: number;
  phoneNumbers: PhoneNumber[];
  users: User[];
}

export const emptyEntries: DirectoryEntries = {
  readAt: Number.NEGATIVE_INFINITY,
  phoneNumbers: [],
  users: [],
};

const stored = z.lazy(() =>
  z.object({
    readAt: z.number(),
    phoneNumbers: z.array(
      z.object({
        id: z.string().exactOptional(),
        number: z.string().exactOptional(),
        name: z.string().exactOptional(),
      }),
    ),
    users: z.array(z.object({ id: z.string().exactOptional(), name: z.string().exactOptional() })),
  }),
);

export const entriesText = (entries: DirectoryEntries): string => JSON.stringify(entries);

/** `undefined` for text that is absent, or of another version of this program. */
export function entriesFrom(text: string | undefined): DirectoryEntries | undefined {
  if (text === undefined) return undefined;
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
