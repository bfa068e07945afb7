import { callPatchFromRest, restCallBody } from "../events/rest.js";
import type { OpenPhoneClient } from "../openphone/client.js";
import type { RestObject } from "../openphone/rest-object.js";
import { foldRecord } from "../record/merge.js";
import { type Artefact, owedArtefacts } from "../record/owed-artefacts.js";
import type { ActivityRecord, CallRecord } from "../record/record.js";
import { parseTime } from "../record/time.js";
import { type SyncError, toSyncError } from "../sync-error.js";
import { toInboxEvent } from "./inbox-event.js";
import type { EngineParts } from "./parts.js";
import { nextOwedAt } from "./progress.js";
import type { Run } from "./run.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The pauses before each look at what an event should have told; together a week. */
const PAUSES_MS = [
  // Of a voicemail that no event tells of.
  30_000,
  2 * MINUTE_MS,
  // Of everything.
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  18 * HOUR_MS,
  48 * HOUR_MS,
  93 * HOUR_MS,
];

/** The first pause that all have; an answer before it is no last word. */
const ALL_FROM = 2;

/** Older calls are not looked at: reconciliation is there for them. */
const MAX_AGE_MS = 7 * 24 * HOUR_MS;

/** A list that is empty for so long after the call stays empty: the number is not recorded or transcribed. */
const EMPTY_FOR_GOOD_MS = 24 * HOUR_MS;

/** Whether a run without events is due for nothing but a look at what OpenPhone still owes. */
export function isOnlyRecheck({ activity, intent, progress }: Run, now: number): boolean {
  const { artefacts, ...others } = progress.owed;
  if (activity.status !== "synced" || intent || !artefacts || artefacts.nextAt > now) return false;
  if (activity.relink) return false;
  // Any other time of its own: the run before had more to do, or somebody wants the row written anew.
  if (activity.dueAt !== artefacts.nextAt) return false;
  const otherwise = nextOwedAt({ ...progress, owed: others });
  return otherwise === undefined || otherwise > now;
}

/**
 * Asks OpenPhone for the parts of a call that no event has told of yet, at growing intervals: an event may have
 * been lost, and a part that will never be is told by no event. What is answered `absent` or `failed`, or cannot
 * be told, is not asked for again. An answer that tells something new enters the inbox as an event, so that it is
 * known for good before anything of it is written.
 */
export async function recheckArtefacts(parts: EngineParts, run: Run, record: ActivityRecord): Promise<void> {
  const { clock, openphone, store } = parts;
  const { owed, neverComes } = run.progress;
  if (!openphone || record.kind !== "call") return;
  const stillOwed = (of: CallRecord) => owedArtefacts(of).filter((part) => !neverComes.includes(part));
  const age = clock.now() - (parseTime(record.fields.createdAt?.value ?? "") ?? clock.now());
  if (stillOwed(record).length === 0 || age > MAX_AGE_MS) {
    delete owed.artefacts;
    return;
  }
  const first = isUntold(record) && age < pauseBefore(ALL_FROM) ? 0 : ALL_FROM;
  if (!owed.artefacts || (first === 0 && !owed.artefacts.untold)) {
    owed.artefacts = {
      attempts: first,
      nextAt: clock.now() + pauseBefore(first),
      ...(first === 0 && { untold: true }),
    };
    return;
  }
  if (owed.artefacts.nextAt > clock.now()) return;

  const warn = ({ code }: SyncError) =>
    parts.logger.warn("openphone.recheck_failed", { key: run.activity.key, code });
  /** Repeating cannot help, so it was a look; the parts after it may be had all the same. */
  const refused = (thrown: unknown): "refused" => {
    const error = toSyncError(thrown);
    if (error.retry !== "never" || error.code === "openphone_unauthorized") throw error;
    warn(error);
    return "refused";
  };
  const isLate = owed.artefacts.attempts >= ALL_FROM;
  let completed: CallRecord = record;
  try {
    for (const part of stillOwed(record)) {
      await run.holder.ensure();
      const answer = await askFor[part](openphone, record.id).catch(refused);
      if (answer === "refused") continue;
      const isLast = answer === undefined ? isLate : isEmpty(answer, part) && age > EMPTY_FOR_GOOD_MS;
      if (isLast) neverComes.push(part);
      if (!answer) continue;
      const told = { surface: answer.surface, at: clock.now() };
      const next = foldRecord(completed, [callPatchFromRest(answer.object, told)]) as CallRecord;
      if (said(next) === said(completed)) continue;
      const arrival = { receivedAt: told.at, waitMs: () => 0 };
      const { row } = await toInboxEvent(restCallBody({ ...answer.object, id: record.id }, told), arrival);
      await store.receive([row]);
      completed = next;
    }
  } catch (thrown) {
    const error = toSyncError(thrown);
    if (!error.code.startsWith("openphone_")) throw error;
    // An API that is down, or knows us no more, has said nothing, so this was not one of the looks.
    warn(error);
    const wait = error.retry === "never" ? HOUR_MS : pauseBefore(ALL_FROM);
    owed.artefacts = { ...owed.artefacts, nextAt: clock.now() + wait };
    return;
  }
  const attempts = owed.artefacts.attempts + 1;
  if (stillOwed(completed).length > 0 && attempts < PAUSES_MS.length) {
    owed.artefacts = { ...owed.artefacts, attempts, nextAt: clock.now() + pauseBefore(attempts) };
  } else {
    neverComes.push(...stillOwed(completed));
    delete owed.artefacts;
  }
}

/** Whether the call may have a voicemail that no event will tell of: legacy webhooks have none for it. */
const isUntold = (record: CallRecord): boolean =>
  !record.fields.hasVoicemail && !record.fields.missed && owedArtefacts(record).includes("voicemail");

/** What a record says, whenever that was said last. */
const said = (record: CallRecord): string =>
  JSON.stringify(record, (name, value) => (name === "at" ? undefined : value));

const pauseBefore = (attempt: number): number => PAUSES_MS[attempt] ?? 0;

const isEmpty = ({ object }: RestObject, part: Artefact): boolean => {
  const held = object[part];
  return Array.isArray(held) && held.length === 0;
};

/** Each part as a member of a call object; `undefined` when the API has none and will not tell more. */
const askFor: Record<Artefact, (openphone: OpenPhoneClient, id: string) => Promise<RestObject | undefined>> =
  {
    end: (openphone, id) => openphone.getCall(id),
    async recordings(openphone, id) {
      const found = await openphone.listCallRecordings(id);
      return found && { surface: found.surface, object: { id, recordings: found.recordings } };
    },
    async transcripts(openphone, id) {
      const found = await openphone.listCallTranscripts(id);
      return found && { surface: found.surface, object: { id, transcripts: found.transcripts } };
    },
    async summary(openphone, id) {
      const found = await openphone.getSummary(id);
      return found && { surface: found.surface, object: { id, summary: found.object } };
    },
    async voicemail(openphone, id) {
      const found = await openphone.getVoicemail(id);
      return found && { surface: found.surface, object: { id, voicemail: found.object } };
    },
  };
