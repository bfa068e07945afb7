import * as z from "zod";
import { summary, transcript, voicemail } from "./artefact-schemas.js";
import type { CallFacts } from "./facts.js";
import { direction, label, opaqueId, said, time } from "./open-schema.js";

const summaryEvent = z.lazy(() =>
  z.object({
    callId: said(opaqueId),
    fromPhoneNumber: said(label),
    handledByAiAgent: said(z.boolean()),
    answeredByUserId: said(opaqueId),
  }),
);

/** A summary has no id of its own, only the call's. */
export function readSummaryEvent(resource: unknown, fallbackId?: string): CallFacts | undefined {
  const { data: event } = summaryEvent.safeParse(resource);
  const id = event?.callId ?? fallbackId;
  if (event === undefined || id === undefined) return undefined;
  return {
    kind: "call",
    id,
    fields: {
      from: event.fromPhoneNumber,
      answeredBy: event.answeredByUserId,
      // Only a "yes" is taken over: other senders say "no" by leaving it out.
      aiHandled: event.handledByAiAgent || undefined,
    },
    summary: summary.safeParse(resource).data,
  };
}

const transcriptEvent = z.lazy(() => z.object({ callId: said(opaqueId) }));

/** A transcript has no id of its own either; its `createdAt` and `duration` are not the call's. */
export function readTranscriptEvent(resource: unknown, fallbackId?: string): CallFacts | undefined {
  const id = transcriptEvent.safeParse(resource).data?.callId ?? fallbackId;
  const { data } = transcript.safeParse(resource);
  return id === undefined || data === undefined
    ? undefined
    : { kind: "call", id, fields: {}, transcripts: [data] };
}

const voicemailEvent = z.lazy(() =>
  z.object({
    /** The voicemail's own activity. */
    id: said(opaqueId),
    callId: said(opaqueId),
    voicemailId: said(opaqueId),
    direction: said(direction),
    from: said(label),
    to: said(label),
    createdAt: said(time),
  }),
);

/**
 * `callId` may be null: then no other event will speak of the call, and the voicemail's own activity (an `AC…`
 * id as well) stands for it.
 */
export function readVoicemailEvent(resource: unknown): CallFacts | undefined {
  const { data: event } = voicemailEvent.safeParse(resource);
  const id = event?.callId ?? event?.id;
  if (event === undefined || id === undefined) return undefined;
  return {
    kind: "call",
    id,
    fields: {
      direction: event.direction ?? "incoming",
      from: event.from,
      to: event.to,
      createdAt: event.callId === undefined ? event.createdAt : undefined,
      hasVoicemail: true,
    },
    voicemail: { ...voicemail.safeParse(resource).data, id: event.voicemailId ?? event.id },
  };
}
