import * as z from "zod";
import type { Json } from "../../json.js";
import type { Place } from "./place.js";

/** A list's place, or `true` when its end has been reached. */
export type Progress = Place | true;

/** Where a walk of the dated surface is: the progress of each list, by its name. */
export interface DatedCursor {
  surface: "2026-03-30";
  lists: { readonly [name: string]: Progress };
}

/** Where a walk of v1 is: conversations are walked one after the other, last made first. */
export interface V1Cursor {
  surface: "v1";
  /** Conversations that are done with. */
  finished: number;
  /** The last of them. */
  after?: { at: number; id: string } | undefined;
  /** The one under way, with the progress of its lists. */
  within?: { id: string; call?: Progress | undefined; message?: Progress | undefined } | undefined;
}

const progress = z.lazy(() =>
  z.union([z.literal(true), z.object({ at: z.number(), ids: z.array(z.string()) })]),
);

const cursor = z.lazy(() =>
  z.discriminatedUnion("surface", [
    z.object({ surface: z.literal("2026-03-30"), lists: z.record(z.string(), progress) }),
    z.object({
      surface: z.literal("v1"),
      finished: z.number(),
      after: z.object({ at: z.number(), id: z.string() }).optional(),
      within: z
        .object({ id: z.string(), call: progress.optional(), message: progress.optional() })
        .optional(),
    }),
  ]),
);

/** `undefined` for what no walk of this version has written. */
export const readCursor = (json: Json | undefined): DatedCursor | V1Cursor | undefined =>
  cursor.safeParse(json).data;

/** As plain JSON that later progress does not change. */
export const writeCursor = (walked: DatedCursor | V1Cursor): Json => JSON.parse(JSON.stringify(walked));
