import * as z from "zod";
import { SyncError, type SyncErrorCode } from "../sync-error.js";
import { label, opaqueId, said, time } from "./open-schema.js";

const envelope = z.lazy(() =>
  z.object({
    id: said(opaqueId),
    type: label,
    apiVersion: said(label),
    createdAt: said(time),
    data: z
      .looseObject({ resource: z.unknown().optional(), object: z.unknown().optional() })
      .refine(({ resource, object }) => resource !== undefined || object !== undefined),
  }),
);

/** What all body families wrap an event in. */
export type Envelope = z.infer<typeof envelope>;

/** Reads a body as far as all families agree. Throws `invalid_json` or `invalid_event`. */
export function readEnvelope(body: string): Envelope {
  const { data, success } = envelope.safeParse(parseJson(body));
  if (success) return data;
  throw refusal(
    "invalid_event",
    "The body is not an OpenPhone event: it needs a `type` and a `data` with a `resource` or an `object`.",
  );
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's message quotes the body.
    throw refusal("invalid_json", "The body is not JSON: send the webhook's body unchanged.");
  }
}

const refusal = (code: SyncErrorCode, message: string): SyncError =>
  new SyncError(code, message, { retry: "never" });
