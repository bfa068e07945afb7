import { normaliseEmail, normalisePhone } from "../canvas/phone.js";
import type { ResolveOptions } from "../canvas/resolver.js";
import { stopsTheTenant } from "../notion/stopping-codes.js";
import { backoffMs } from "./backoff.js";
import { oweUntilMended } from "./doubtful-links.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/** Whom an activity is with, and who of them is to become a contact. */
export interface Counterparts extends Pick<ResolveOptions, "missing"> {
  counterparts: readonly string[];
}

/**
 * The contact pages of an activity's counterparts: `[]` when there is none, `undefined` while that is unknown.
 * An unknown answer is owed another try; it is never taken for "none". What the run was told is settled with it, so that
 * it hears of changes.
 */
export async function linkCanvas(
  parts: EngineParts,
  run: Run,
  { counterparts, missing }: Counterparts,
  { fresh = false } = {},
): Promise<readonly string[] | undefined> {
  const { canvas, clock } = parts;
  const { owed } = run.progress;
  if (!canvas) return undefined;
  const identifiers = counterparts.flatMap((text) => normalisePhone(text) ?? normaliseEmail(text) ?? []);
  await run.holder.ensure();
  const answer = await canvas.resolve(identifiers, {
    fresh: run.activity.relink === true || fresh,
    patient: run.priority === "low",
    ...(fresh ? {} : { told: run.told }),
    missing,
  });
  if (answer.status !== "unknown") {
    delete owed.canvas;
    run.contacts = answer.used;
    return answer.pageIds;
  }
  // Waiting helps the whole activity then, so that it is written once, with its link.
  const { cause } = answer;
  if (cause && (cause.code === "notion_rate_limited" || stopsTheTenant(cause))) throw cause;
  const attempts = (owed.canvas?.attempts ?? 0) + 1;
  parts.logger.warn("canvas.unknown", { key: run.activity.key, code: cause?.code, attempts });
  if (cause?.retry === "never") {
    parts.pauses.remind({ code: cause.code, message: `Contacts: ${cause.message}` });
    oweUntilMended(parts, run);
  } else
    owed.canvas = { attempts, nextAt: clock.now() + backoffMs(attempts, parts.random, { baseMs: 5_000 }) };
  return undefined;
}
