import * as z from "zod";
import { parseTime } from "../record/time.js";

/** A member that may be missing, null or of another type, all of which count as not said. */
export const said = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** A list without the items that do not fit; of what is no list, nothing. */
export const listOf = <S extends z.ZodType>(item: S) =>
  z.array(said(item)).transform((items) => items.filter((value) => value !== undefined));

/**
 * An id: opaque, but bounded and visible, since it becomes part of keys. `__proto__` is refused because ids
 * are object keys in a record.
 */
export const opaqueId = z.lazy(() =>
  z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}\p{Z}]{1,128}$/u)
    .refine((id) => id !== "__proto__"),
);

/** A short text on one line: a status, a MIME type, a phone number or what stands for one. */
export const label = z.lazy(() =>
  z
    .string()
    .trim()
    .regex(/^[^\p{Cc}\p{Cs}]{1,256}$/u),
);

export const time = z.lazy(() =>
  z
    .string()
    .max(40)
    .refine((text) => parseTime(text) !== undefined),
);

export const seconds = z.lazy(() => z.number().nonnegative());

/** Long enough for signed links. */
export const link = z.lazy(() => z.string().min(1).max(8192));

const SEVERAL_NUMBERS = /^\+?\d+(\s*,\s*\+?\d+)+$/;

export const direction = z.lazy(() => z.enum(["incoming", "outgoing"]));

/**
 * One label or several; an empty list says nothing. Numbers in one string are several: legacy v3 has no list of recipients.
 */
export const labels = z.lazy(() =>
  z
    .union([
      label.transform((one) => (SEVERAL_NUMBERS.test(one) ? one.split(/\s*,\s*/) : [one])),
      listOf(label),
    ])
    .transform((several) => (several.length > 0 ? several : undefined)),
);
