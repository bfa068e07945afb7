import type { Told } from "../canvas/look-up.js";
import type { RequestContext } from "../notion/gateway.js";
import type { CanvasEntry, UsedContacts } from "../ports/canvas-state.js";
import type { ActivityState, Intent, OpenResult } from "../ports/state-store.js";
import type { Priority } from "../priority.js";
import { type SyncError, toSyncError } from "../sync-error.js";
import { LeaseHolder } from "./lease-holder.js";
import type { EngineParts } from "./parts.js";
import { nothingWritten, type Progress, readProgress } from "./progress.js";
import { forgetWritten, rememberUnclear } from "./unclear-updates.js";

/** One attempt to bring one activity up to date, under its lease. */
export class Run {
  readonly activity: ActivityState;
  readonly holder: LeaseHolder;
  readonly progress: Progress;
  readonly priority: Priority;
  readonly startedAt: number;
  /** What is written down as perhaps done at this moment. */
  intent: Intent | undefined;
  /** The update that this run has made: nothing of it is settled yet. */
  #updated: Intent | undefined;
  /** What the store knew of the identifiers that came along, when the activity was opened. */
  readonly told: Told;
  /** The contacts that the row is linked by, once they are known. */
  contacts: readonly UsedContacts[] | undefined;
  /** Notion requests made by this run. */
  requests = 0;
  readonly #parts: EngineParts;

  constructor(parts: EngineParts, opened: Extract<OpenResult, { status: "opened" }>) {
    const { lease, activity, events, contacts } = opened;
    this.#parts = parts;
    const asked = events.flatMap(({ identifiers = [] }) => identifiers);
    const known = new Map<string, CanvasEntry | undefined>(
      asked.map((identifier) => [identifier, undefined]),
    );
    for (const entry of contacts) known.set(entry.identifier, entry);
    this.activity = activity;
    this.holder = new LeaseHolder(parts.store, parts.clock, parts.timings.leaseMs, lease);
    this.progress = readProgress(activity.progress);
    this.priority = activity.priority;
    for (let open = activity.intent; open; open = open.earlier) {
      const { earlier: _, ...intent } = open;
      const { uploads } = (intent.detail ?? {}) as { uploads?: Progress["uploads"] };
      this.progress.uploads = { ...uploads, ...this.progress.uploads };
      if (open.kind === "update") rememberUnclear(this.progress, intent, parts.timings.requestLifeMs);
      // An append before the newest has been cleared up by then.
      else this.intent ??= intent;
    }
    this.startedAt = parts.clock.now();
    this.told = { at: this.startedAt, entries: known };
  }

  /** From now on the activity has no page, as if none had ever been made. */
  forgetPage(): void {
    delete this.activity.pageId;
    delete this.progress.isAdopted;
    Object.assign(this.progress, nothingWritten());
  }

  /** For a Notion request that may be repeated. */
  request(): RequestContext {
    return {
      priority: this.priority,
      beforeSend: async () => {
        await this.holder.ensure();
        this.requests++;
      },
    };
  }

  /**
   * Makes a Notion request that must not be forgotten: writes the intent down right before it leaves, and drops
   * it again only when the answer proves that nothing of it is to come. A success leaves it to the settle.
   */
  async intended<T>(
    intent: Pick<Intent, "kind" | "detail">,
    call: (context: RequestContext) => Promise<T>,
  ): Promise<T> {
    const before = this.intent;
    const earlier = intent.kind === "update" ? before : this.#updated;
    const plain = this.request();
    let written: Intent | undefined;
    let answer: T;
    try {
      answer = await call({
        priority: this.priority,
        beforeSend: async () => {
          await plain.beforeSend?.();
          written = { ...intent, at: this.#parts.clock.now(), ...(earlier ? { earlier } : {}) };
          this.intent = written;
          await this.#parts.store.intend(this.holder.lease, written);
          await this.#parts.failpoint?.(`${intent.kind}.intended`);
        },
      });
    } catch (thrown) {
      const error = toSyncError(thrown);
      if (!written) this.intent = before;
      else if (isOver(intent.kind, error)) {
        this.intent = intent.kind === "update" ? before : undefined;
        if (intent.kind === "update" && endedByAnswer(error)) forgetWritten(this.progress, written);
      } else {
        const answered = endedByAnswer(error);
        // What was saved was saved before the answer; the query lag may have begun only then.
        this.intent = { ...written, answered, ...(answered ? { at: this.#parts.clock.now() } : {}) };
      }
      throw error;
    }
    await this.#parts.failpoint?.(`${intent.kind}.done`);
    if (intent.kind === "update") {
      this.#updated = written;
      this.intent = before;
    }
    return answer;
  }
}

/** Whether a failed request will do nothing more, and has done nothing that is still to be found out about. */
function isOver(kind: Intent["kind"], error: SyncError): boolean {
  if (kind !== "update") return error.retry !== "unknown";
  return error.status !== undefined && (error.status < 500 || endedByAnswer(error));
}

/** Other gateway errors can come while the request is still being carried out behind them. */
const endedByAnswer = ({ status }: SyncError): boolean => status === 500 || status === 503;
