import * as z from "zod";
import type { SummaryFields, VoicemailFields } from "../record/record.js";
import type { RecordingFacts, Said, TranscriptFacts } from "./facts.js";
import { label, link, listOf, opaqueId, said, seconds, time } from "./open-schema.js";

// Each schema reads what all body families say of one artefact: they differ in names, not in meaning. An
// artefact that comes with its content and without a status is completed.

const statusOr = (status: string | undefined, content: unknown): string | undefined =>
  status ?? (content === undefined ? undefined : "completed");

/** A recording: an item of `recordings`, or of legacy v3 `media`. */
export const recording = z.lazy(() =>
  z
    .object({
      id: said(opaqueId),
      url: said(link),
      duration: said(seconds),
      type: said(label),
      startTime: said(time),
      status: said(label),
    })
    .transform((raw): RecordingFacts => ({ ...raw, status: statusOr(raw.status, raw.url) })),
);

/** A voicemail as REST and legacy v3 nest it in a call. */
export const voicemail = z.lazy(() =>
  z
    .object({
      id: said(opaqueId),
      url: said(link),
      recordingUrl: said(link),
      duration: said(seconds),
      type: said(label),
      transcript: said(z.string()),
      status: said(label),
      createdAt: said(time),
    })
    .transform(
      ({ recordingUrl, url = recordingUrl, ...raw }): Said<VoicemailFields> => ({
        ...raw,
        // By its id it is known that all was told of it.
        id: raw.status === "in-progress" ? undefined : raw.id,
        url,
        status: statusOr(raw.status, url),
      }),
    ),
);

const jobValue = z.lazy(() => z.union([z.string(), z.number(), z.boolean()]).transform(String));

const job = z.lazy(() =>
  z
    .object({
      name: z.string().catch(""),
      result: said(
        z.object({ data: said(listOf(z.object({ name: z.string().catch(""), value: jobValue }))) }),
      ),
    })
    .transform(({ name, result }) => ({ name, fields: result?.data ?? [] })),
);

/** A summary; webhooks say `processingStatus` where REST says `status`. */
export const summary = z.lazy(() =>
  z
    .object({
      status: said(label),
      processingStatus: said(label),
      title: said(z.string()),
      summary: said(listOf(z.string())),
      nextSteps: said(listOf(z.string())),
      jobs: said(listOf(job)),
    })
    .transform(
      ({ processingStatus, status = processingStatus, ...raw }): Said<SummaryFields> => ({
        ...raw,
        status: statusOr(status, raw.summary ?? raw.nextSteps ?? raw.jobs),
      }),
    ),
);

const dialogueLine = z.lazy(() =>
  z
    .object({
      content: z.string(),
      start: seconds.catch(0),
      end: said(seconds),
      identifier: said(label),
      userId: said(opaqueId),
      actorId: said(opaqueId),
    })
    .transform(({ content, start, end = start, identifier, userId, actorId }) => {
      const speaker = userId ?? actorId;
      return {
        content,
        start,
        end,
        ...(identifier === undefined ? {} : { identifier }),
        ...(speaker === undefined ? {} : { userId: speaker }),
      };
    }),
);

/** A transcript: of one recorded segment where it names a recording, else of the whole call. */
export const transcript = z.lazy(() =>
  z
    .object({
      recordingId: said(opaqueId),
      status: said(label),
      processingStatus: said(label),
      createdAt: said(time),
      startTime: said(time),
      duration: said(seconds),
      dialogue: said(listOf(dialogueLine)),
    })
    .transform(
      ({ processingStatus, status = processingStatus, ...raw }): TranscriptFacts => ({
        ...raw,
        status: statusOr(status, raw.dialogue),
      }),
    ),
);
