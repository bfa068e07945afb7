import { callPatchFromRest, messagePatchFromRest } from "../events/rest.js";
import { callLacksBasics, messageLacksBasics } from "../record/basics.js";
import { foldRecord } from "../record/merge.js";
import type { ActivityRecord } from "../record/record.js";
import { toSyncError } from "../sync-error.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/** After this many answers that could not tell, the record stays as the webhooks told it. */
const MAX_TRIES = 8;

/**
 * Completes a record that lacks its basics (a summary that came before its call, empty participants) by one
 * GET. Where the API cannot tell or fails, the record goes on as it is and is owed another try.
 */
export async function completeBasics(
  parts: EngineParts,
  run: Run,
  record: ActivityRecord,
): Promise<ActivityRecord> {
  const { clock, openphone } = parts;
  const { owed } = run.progress;
  if (!openphone || !lacksBasics(record)) {
    delete owed.basics;
    return record;
  }
  if (owed.basics && owed.basics.nextAt > clock.now()) return record;

  await run.holder.ensure();
  let completed = record;
  try {
    const answer =
      record.kind === "call" ? await openphone.getCall(record.id) : await openphone.getMessage(record.id);
    if (answer) {
      const source = { surface: answer.surface, at: clock.now() };
      const patch =
        record.kind === "call"
          ? callPatchFromRest(answer.object, source)
          : messagePatchFromRest(answer.object, source);
      completed = foldRecord(record, [patch]);
    }
  } catch (error) {
    parts.logger.warn("openphone.completion_failed", {
      key: run.activity.key,
      code: toSyncError(error).code,
    });
  }
  const attempts = (owed.basics?.attempts ?? 0) + 1;
  if (!lacksBasics(completed) || attempts >= MAX_TRIES) delete owed.basics;
  else {
    const wait = backoffMs(attempts, parts.random, { baseMs: 15_000, capMs: 6 * 3_600_000 });
    owed.basics = { attempts, nextAt: clock.now() + wait };
  }
  return completed;
}

const lacksBasics = (record: ActivityRecord): boolean =>
  record.kind === "call" ? callLacksBasics(record) : messageLacksBasics(record);
