import type { ActivityState, InboxRow, PastRun, StateStore } from "@openphone-notion/core";
import { toSyncError } from "@openphone-notion/core";
import { keysMeant } from "../activity-key.js";
import { EXIT } from "../exit-codes.js";
import { pc } from "../output/colours.js";
import type { Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { table } from "../output/table.js";
import { showTime } from "../output/time.js";
import { withSync } from "../running/with-sync.js";
import { type StateOptions, withState } from "../with-state.js";
import { type ComparedColumn, compareColumns } from "./compare.js";

export interface RecordOptions extends StateOptions {
  /** `false` for `--no-notion`. */
  notion: boolean;
}

const MOST = 1_000;

/** All that is known of an activity, personal data included: it was asked for. */
export const showRecord = (name: string, options: RecordOptions): Promise<number> =>
  withState(options, async (store, output) => {
    const found = (await Promise.all(keysMeant(name).map((key) => store.activity(key)))).filter(
      (activity) => activity !== undefined,
    );
    for (const activity of found) await show(store, activity, options, output);
    if (found.length > 0) return EXIT.done;
    output.object({ type: "error", code: "not_found" });
    output.remark(
      name.startsWith("mail:")
        ? "No such mail is known. It is taken in when it is given again, and then only once."
        : "No such activity is known. If OpenPhone has it, openphone-notion reconcile --last 7d --fix fetches it.",
    );
    return EXIT.failed;
  });

async function show(
  store: StateStore,
  activity: ActivityState,
  options: RecordOptions,
  output: Output,
): Promise<void> {
  const { events } = await store.events({ key: activity.key, limit: MOST });
  const runs = await store.history(activity.key, MOST);
  const compared = options.notion ? await compare(activity, options, output) : undefined;
  output.object({ ...activity, events: events.map(withParsedBody), runs, columns: compared ?? null });
  if (output.json) return;
  for (const line of [
    ...stateLines(activity),
    ...eventLines(events),
    ...runLines(runs),
    ...(compared ? columnLines(compared) : []),
    "",
    pc.bold("Record"),
    ...printable(JSON.stringify(activity.record ?? null, null, 2)).split("\n"),
  ]) {
    output.line(line);
  }
}

/** `undefined` where Notion could not be asked. */
async function compare(
  activity: ActivityState,
  options: RecordOptions,
  output: Output,
): Promise<ComparedColumn[] | undefined> {
  let columns: ComparedColumn[] | undefined;
  try {
    await withSync({ ...options, drives: false }, async ({ history }) => {
      columns = await compareColumns(history, activity);
      return EXIT.done;
    });
  } catch (error) {
    output.remark(`Notion's side cannot be shown. ${toSyncError(error).message}`);
  }
  return columns;
}

function stateLines(activity: ActivityState): string[] {
  const { key, status, priority, pageId, intent, attempts, errorCode, errorMessage, dueAt, updatedAt } =
    activity;
  const { owed, skipped } = (activity.progress ?? {}) as { owed?: Record<string, unknown>; skipped?: string };
  const owes = Object.keys(owed ?? {});
  return [
    `${pc.bold(key)}  ${status === "parked" ? pc.red(status) : status}`,
    `  page      ${pageId ? `${pageId}  https://www.notion.so/${pageId.replaceAll("-", "")}` : "none yet"}`,
    `  due       ${dueAt === undefined ? "nothing to do" : `${showTime(dueAt)} (${priority})`}`,
    ...(owes.length > 0 ? [`  owed      ${owes.join(", ")}`] : []),
    ...(skipped ? [`  left out  ${skipped}`] : []),
    `  changed   ${showTime(updatedAt)}`,
    ...(intent
      ? [
          `  intent    ${intent.kind} sent ${showTime(intent.at)}, ${intent.answered ? "answered without a clear outcome" : "not answered"}, looked for ${intent.lookups ?? 0} times`,
        ]
      : []),
    ...(attempts > 0 || errorCode
      ? [pc.red(`  failed    ${attempts} times: ${errorCode ?? ""} ${errorMessage ?? ""}`)]
      : []),
  ];
}

function eventLines(events: readonly InboxRow[]): string[] {
  if (events.length === 0)
    return ["", pc.dim("No events are kept (those reflected are deleted after 7 days).")];
  const cells = events.map(({ receivedAt, eventId, type, system, processedAt }) => [
    showTime(receivedAt),
    eventId,
    type,
    system,
    processedAt === undefined ? "waiting" : showTime(processedAt),
  ]);
  return titled("Events", table(["received", "event", "type", "from", "reflected"], cells));
}

function runLines(runs: readonly PastRun[]): string[] {
  if (runs.length === 0) return [];
  const cells = runs.map(({ at, action, notionRequests, durationMs }) => [
    showTime(at),
    action,
    String(notionRequests),
    `${durationMs} ms`,
  ]);
  return titled("Runs", table(["settled", "outcome", "requests", "took"], cells));
}

function columnLines(columns: readonly ComparedColumn[]): string[] {
  if (columns.length === 0) return [];
  const cells = columns.map(({ column, desired, actual, same }) => [
    same ? "=" : "≠",
    column,
    desired,
    actual,
  ]);
  return titled("Columns", table(["", "column", "should show", "shows"], cells)).map((line) =>
    line.startsWith("≠") ? pc.yellow(line) : line,
  );
}

const titled = (title: string, lines: readonly string[]): string[] => ["", pc.bold(title), ...lines];

function withParsedBody(event: InboxRow): Record<string, unknown> {
  try {
    return { ...event, body: JSON.parse(event.body) as unknown };
  } catch {
    return { ...event };
  }
}
