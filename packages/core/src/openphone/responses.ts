import * as z from "zod";
import type { PhoneNumber, User } from "../record/activity.js";
import { SyncError } from "../sync-error.js";

// A dated version may gain fields and enum values at any time, so every schema is open, and a field of an
// unexpected type counts as not sent.
const text = z.string().nullish().catch(undefined);

/** `data` is `null` where there is nothing, e.g. no voicemail. */
const single = z.object({ data: z.looseObject({}).nullable() });

const page = z.object({
  data: z.array(z.unknown()),
  /** Dated surface. */
  nextCursor: text,
  /** v1. */
  nextPageToken: text,
});

/** A call of the dated surface, as far as its voicemail goes. */
const withVoicemail = z.looseObject({ voicemail: z.looseObject({}).nullish().catch(undefined) });

const recording = z.looseObject({
  id: z.string(),
  status: text,
  startTime: text,
  /** Seconds. */
  duration: z.number().nullish().catch(undefined),
  /** MIME type. */
  type: text,
  url: text,
});

/** One recorded segment of a call; both surfaces name its fields alike. */
export type RestRecording = z.infer<typeof recording>;

const phoneNumber = z
  .looseObject({ id: z.string(), phoneNumber: text, number: text, name: text })
  .transform(({ id, phoneNumber, number, name }): PhoneNumber & { id: string } => {
    const e164 = phoneNumber ?? number;
    return { id, ...(e164 && { number: e164 }), ...(name && { name }) };
  });

const user = z
  .looseObject({ id: z.string(), firstName: text, lastName: text, email: text })
  .transform(({ id, firstName, lastName, email }): User & { id: string } => {
    const name = [firstName, lastName].filter(Boolean).join(" ").trim() || email;
    return { id, ...(name && { name }) };
  });

const read = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const { success, data } = schema.safeParse(body);
  if (success) return data;
  throw new SyncError("openphone_unavailable", "OpenPhone answered in an unknown shape.", { retry: "now" });
};

/** Those that fit; one odd element must not cost the others. */
const readEach = <T>(schema: z.ZodType<T>, items: readonly unknown[]): T[] =>
  items.flatMap((item) => {
    const { success, data } = schema.safeParse(item);
    return success ? [data] : [];
  });

export const readSingle = (body: unknown) => read(single, body).data ?? undefined;

export function readPage(body: unknown): { items: unknown[]; cursor: string | undefined } {
  const { data, nextCursor, nextPageToken } = read(page, body);
  return { items: data, cursor: (nextCursor ?? nextPageToken) || undefined };
}

export const readVoicemail = (call: unknown) => read(withVoicemail, call).voicemail ?? undefined;
export const readRecordings = (items: readonly unknown[]) => readEach(recording, items);
export const readPhoneNumbers = (items: readonly unknown[]) => readEach(phoneNumber, items);
export const readUsers = (items: readonly unknown[]) => readEach(user, items);
