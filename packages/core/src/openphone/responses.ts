import * as z from "zod";
import type { PhoneNumber, User } from "../record/activity.js";
import { SyncError } from "../sync-error.js";
import type { RestRow } from "./rest-object.js";

// A dated version may gain fields and enum values at any time, so every schema is open, and a field of an
// unexpected type counts as not sent.
const text = z.lazy(() => z.string().nullish().catch(undefined));

/** `data` is `null` where there is nothing, e.g. no voicemail. */
const single = z.lazy(() => z.object({ data: z.looseObject({}).nullable() }));

const changed = z.lazy(() => z.object({ data: z.looseObject({}).nullish() }).nullish());

const page = z.lazy(() =>
  z.object({
    /** v1 answers a call's transcript, the only one it has, as an object. */
    data: z.union([z.array(z.unknown()), z.looseObject({ callId: z.string() }).transform((only) => [only])]),
    /** Dated surface. */
    nextCursor: text,
    /** v1. */
    nextPageToken: text,
  }),
);

const part = z.lazy(() => z.looseObject({}).nullish().catch(undefined));

/** A call of the dated surface, as far as the parts go that v1 has own routes for. */
const withParts = z.lazy(() => z.looseObject({ voicemail: part, summary: part }));

const row = z.lazy(() => z.looseObject({ id: z.string().min(1) }));

const transcript = z.lazy(() => z.looseObject({ status: text }));

const recording = z.lazy(() =>
  z.looseObject({
    id: z.string(),
    status: text,
    startTime: text,
    /** Seconds. */
    duration: z.number().nullish().catch(undefined),
    /** MIME type. */
    type: text,
    url: text,
  }),
);

/** One recorded segment of a call; both surfaces name its fields alike. */
export type RestRecording = z.infer<typeof recording>;

/** A transcript: of one recorded segment on the dated surface, of the whole call on v1. */
export type RestTranscript = z.infer<typeof transcript>;

const phoneNumber = z.lazy(() =>
  z
    .looseObject({ id: z.string(), phoneNumber: text, number: text, name: text })
    .transform(({ id, phoneNumber, number, name }): PhoneNumber & { id: string } => {
      const e164 = phoneNumber ?? number;
      return { id, ...(e164 && { number: e164 }), ...(name && { name }) };
    }),
);

const numberUsers = z.lazy(() =>
  z
    .looseObject({ id: z.string(), users: z.array(z.unknown()).catch([]) })
    .transform(({ id, users }) => ({ phoneNumberId: id, userIds: readRows(users).map((each) => each.id) })),
);

const contactField = z.lazy(() =>
  z
    .looseObject({ key: z.string(), name: text, type: text })
    .transform(({ key, name, type }) => ({ key, ...(name && { name }), ...(type && { type }) })),
);

const user = z.lazy(() =>
  z
    .looseObject({ id: z.string(), firstName: text, lastName: text, email: text })
    .transform(({ id, firstName, lastName, email }): User & { id: string } => {
      const name = [firstName, lastName].filter(Boolean).join(" ").trim() || email;
      return { id, ...(name && { name }) };
    }),
);

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

/** What a change answers; some answer nothing, or nothing that could be read. */
export const readChanged = (body: unknown) => changed.safeParse(body).data?.data ?? undefined;

export const readSingle = (body: unknown) => read(single, body).data ?? undefined;

export function readPage(body: unknown): { items: unknown[]; cursor: string | undefined } {
  const { data, nextCursor, nextPageToken } = read(page, body);
  return { items: data, cursor: (nextCursor ?? nextPageToken) || undefined };
}

/** Elements that name themselves; nothing can be done with others. */
export const readRows = (items: readonly unknown[]): RestRow[] => readEach(row, items);

export const readVoicemail = (call: unknown) => read(withParts, call).voicemail ?? undefined;
export const readSummary = (call: unknown) => read(withParts, call).summary ?? undefined;
export const readRecordings = (items: readonly unknown[]) => readEach(recording, items);
export const readTranscripts = (items: readonly unknown[]) => readEach(transcript, items);
export const readPhoneNumbers = (items: readonly unknown[]) => readEach(phoneNumber, items);
export const readNumberUsers = (items: readonly unknown[]) => readEach(numberUsers, items);
export const readContactFields = (items: readonly unknown[]) => readEach(contactField, items);
export const readUsers = (items: readonly unknown[]) => readEach(user, items);
