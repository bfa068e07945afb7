import { callPatchFromRest, messagePatchFromRest } from "../events/rest.js";
import { callLacksBasics, messageLacksBasics } from "../record/basics.js";
import { foldRecord } from "../record/merge.js";
import type { ActivityRecord, MailRecord } from "../record/record.js";
import { toSyncError } from "../sync-error.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/** After this many answers that could not or would not tell, the record stays as the webhooks told it. */
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
  if (!openphone || record.kind === "mail" || !lacksBasics(record)) {
    delete owed.basics;
    return record;
  }
  if (owed.basics && owed.basics.nextAt > clock.now()) return record;

  await run.holder.ensure();
  const { attempts = 0, unheard = 0 } = owed.basics ?? {};
  const tryAgain = (noted: { attempts: number; unheard?: number }): void => {
    const tries = noted.attempts + (noted.unheard ?? 0) + 1;
    const wait = backoffMs(tries, parts.random, { baseMs: 15_000, capMs: 3_600_000 });
    owed.basics = { ...noted, nextAt: clock.now() + wait };
  };
  let completed: typeof record = record;
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
  } catch (thrown) {
    const { code, retry } = toSyncError(thrown);
    parts.logger.warn("openphone.completion_failed", { key: run.activity.key, code });
    if (code === "openphone_unauthorized") {
      parts.alerts.raise({ code, message: "OpenPhone refuses the API key: check OPENPHONE_API_KEY." });
    }
    // An API that is down, or knows us no more, has said nothing about the activity: this is not one of its tries.
    if (retry !== "never" || code === "openphone_unauthorized") {
      tryAgain({ attempts, unheard: unheard + 1 });
      return record;
    }
  }
  if (!lacksBasics(completed) || attempts + 1 >= MAX_TRIES) delete owed.basics;
  else tryAgain({ attempts: attempts + 1 });
  return completed;
}

const lacksBasics = (record: Exclude<ActivityRecord, MailRecord>): boolean =>
  record.kind === "call" ? callLacksBasics(record) : messageLacksBasics(record);
