import * as z from "zod";
import type { CallRecord, MessageRecord } from "../record/record.js";
import { SyncError } from "../sync-error.js";
import { readCallObject } from "./call-object.js";
import { type CallFacts, type MessageFacts, stampCall, stampMessage } from "./facts.js";
import { readMessageObject } from "./message-object.js";
import { said } from "./open-schema.js";

/** The version of the REST API that an answer came from. */
export type RestSurface = "v1" | "2026-03-30";

export interface RestAnswerOptions {
  surface: RestSurface;
  /** When the answer was read, in milliseconds since the epoch: it tells how things stood then. */
  at: number;
}

/**
 * A call as REST answers it, as the body of a `rest.call` event, so that imports and re-reads go through the
 * same inbox as webhooks. Beside its own members the call may carry `summary` and `voicemail` (objects) and
 * `recordings` and `transcripts` (arrays), as the sub-routes answer them.
 */
export const restCallBody = (call: { readonly id: string }, options: RestAnswerOptions): string =>
  restBody("rest.call", call, options);

/** A message as REST answers it, as the body of a `rest.message` event. */
export const restMessageBody = (message: { readonly id: string }, options: RestAnswerOptions): string =>
  restBody("rest.message", message, options);

function restBody(type: string, object: { readonly id: string }, { surface, at }: RestAnswerOptions): string {
  return JSON.stringify({
    id: `${type}:${object.id}`,
    object: "event",
    apiVersion: "rest",
    type,
    createdAt: new Date(at).toISOString(),
    data: { surface, object },
  });
}

/**
 * A call as REST answers it (see `restCallBody`), as a patch. Throws `unprocessable_event` if it is no call.
 */
export function callPatchFromRest(object: unknown, { surface, at }: RestAnswerOptions): CallRecord {
  const facts = readRestCall(object, surface);
  if (facts === undefined) throw notReadable("call");
  return stampCall(facts, at);
}

/** A message as REST answers it, as a patch. Throws `unprocessable_event` if it is no message. */
export function messagePatchFromRest(object: unknown, { at }: RestAnswerOptions): MessageRecord {
  const facts = readMessageObject(object);
  if (facts === undefined) throw notReadable("message");
  return stampMessage(facts, at);
}

const restData = z.lazy(() => z.object({ surface: said(z.enum(["v1", "2026-03-30"])), object: z.unknown() }));

/** Reads the `data` of a `rest.call` event. */
export function readRestCallEvent(data: unknown): CallFacts | undefined {
  const { surface = "2026-03-30", object } = restData.parse(data);
  return readRestCall(object, surface);
}

/** Reads the `data` of a `rest.message` event. */
export const readRestMessageEvent = (data: unknown): MessageFacts | undefined =>
  readMessageObject(restData.parse(data).object);

/** v1 answers one transcript for the whole call; the dated surface one for each recorded segment. */
function readRestCall(object: unknown, surface: RestSurface): CallFacts | undefined {
  const facts = readCallObject(object);
  if (facts === undefined || surface === "2026-03-30") return facts;
  const transcripts = facts.transcripts?.map((transcript) => ({ ...transcript, recordingId: undefined }));
  return { ...facts, transcripts };
}

const notReadable = (what: string): SyncError =>
  new SyncError("unprocessable_event", `The API's answer is not a ${what} with an id.`, { retry: "never" });
