import * as z from "zod";
import { recording, summary, transcript, voicemail } from "./artefact-schemas.js";
import type { CallFacts } from "./facts.js";
import { direction, label, labels, listOf, opaqueId, said, seconds, time } from "./open-schema.js";

/** v1 and legacy v4 list parties as numbers; the dated surface with who took part for the workspace. */
const party = z.lazy(() =>
  z.union([
    label.transform((number) => ({ number, actorId: undefined, isDated: false })),
    z
      .object({ phoneNumber: label, actorId: said(opaqueId) })
      .transform(({ phoneNumber, actorId }) => ({ number: phoneNumber, actorId, isDated: true })),
  ]),
);

/** `"ai-agent"` today; whatever it says, an agent handled the call. */
const aiHandled = z.lazy(() => z.union([z.literal(true), label.transform(() => true as const)]));

const callObject = z.lazy(() =>
  z.object({
    id: said(opaqueId),
    callId: said(opaqueId),
    direction: said(direction),
    status: said(label),
    createdAt: said(time),
    answeredAt: said(time),
    completedAt: said(time),
    duration: said(seconds),
    from: said(label),
    to: said(labels),
    participants: said(listOf(party)),
    phoneNumberId: said(opaqueId),
    userId: said(opaqueId),
    actorId: said(opaqueId),
    answeredBy: said(opaqueId),
    answeredByUserId: said(opaqueId),
    initiatedBy: said(opaqueId),
    conversationId: said(opaqueId),
    forwardedFrom: said(label),
    forwardedTo: said(label),
    aiHandled: said(aiHandled),
    callRoute: said(label),
    phoneMenuSelection: said(label),
    phoneMenuSelectionName: said(label),
    hasVoicemail: said(z.boolean()),
    recordings: said(listOf(recording)),
    media: said(listOf(recording)),
    voicemail: said(voicemail),
    summary: said(summary),
    transcripts: said(listOf(transcript)),
  }),
);

/**
 * What a call object says, as REST answers and all webhooks carry it: the versions add and rename members, but
 * none of them changes its meaning. Without an id of its own it is of `fallbackId`.
 */
export function readCallObject(object: unknown, fallbackId?: string): CallFacts | undefined {
  const { data: call } = callObject.safeParse(object);
  const id = call?.id ?? call?.callId ?? fallbackId;
  if (call === undefined || id === undefined) return undefined;
  const parties = call.participants ?? [];
  return {
    kind: "call",
    id,
    fields: {
      direction: call.direction,
      status: call.status,
      createdAt: call.createdAt,
      answeredAt: call.answeredAt,
      completedAt: call.completedAt,
      duration: call.duration,
      from: call.from,
      to: call.to?.[0],
      participants: saidList(inOrder(parties, call.direction).map(({ number }) => number)),
      workspaceNumbers: saidList(parties.flatMap(({ number, actorId }) => (actorId ? [number] : []))),
      phoneNumberId: call.phoneNumberId,
      userId: call.userId ?? call.actorId,
      answeredBy: call.answeredBy ?? call.answeredByUserId,
      initiatedBy: call.initiatedBy,
      conversationId: call.conversationId,
      forwardedFrom: call.forwardedFrom,
      forwardedTo: call.forwardedTo,
      aiHandled: call.aiHandled,
      route: call.callRoute,
      menuSelection: call.phoneMenuSelectionName ?? call.phoneMenuSelection,
      hasVoicemail: call.voicemail ? true : call.hasVoicemail,
    },
    recordings: [...(call.recordings ?? []), ...(call.media ?? [])],
    voicemail: call.voicemail,
    summary: call.summary,
    transcripts: call.transcripts,
  };
}

/** The dated surface has been seen to list the own number first of incoming calls too; all others list the caller first. */
function inOrder<P extends { isDated: boolean }>(
  parties: readonly P[],
  direction: string | undefined,
): readonly P[] {
  const [own, caller, ...more] = parties;
  const isSwapped = direction === "incoming" && own?.isDated === true && caller !== undefined;
  return isSwapped ? [caller, own, ...more] : parties;
}

/** Empty participants are known to be sent for calls that had some. */
const saidList = (items: readonly string[]): string[] | undefined =>
  items.length > 0 ? [...new Set(items)] : undefined;
