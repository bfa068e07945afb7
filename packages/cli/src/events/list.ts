import type { ActivityKey, ActivityState, InboxRow, StateStore } from "@openphone-notion/core";
import { keysMeant } from "../activity-key.js";
import { EXIT } from "../exit-codes.js";
import { pc } from "../output/colours.js";
import type { Output } from "../output/output.js";
import { table } from "../output/table.js";
import { showTime } from "../output/time.js";
import { type StateOptions, withState } from "../with-state.js";

export interface EventListOptions extends StateOptions {
  failed?: boolean;
  activity?: string;
  limit: number;
}

/** The newest events of the inbox, without their contents. */
export const listEvents = (options: EventListOptions): Promise<number> =>
  withState(options, async (store, output) => {
    const events = await newest(store, options);
    const activities = await activitiesOf(store, events);
    const rows = events.map((event) => ({ event, state: stateOf(event, activities.get(event.key!)) }));
    for (const { event, state } of rows) {
      output.object({
        id: event.id,
        eventId: event.eventId,
        eventType: event.type,
        system: event.system,
        key: event.key ?? null,
        receivedAt: new Date(event.receivedAt).toISOString(),
        state,
      });
    }
    if (rows.length === 0) output.line(options.failed ? "No failed events." : "No events.");
    else show(rows, output);
    return EXIT.done;
  });

async function newest(store: StateStore, { failed, activity, limit }: EventListOptions): Promise<InboxRow[]> {
  const conditions = { limit, ...(failed ? { failed } : {}) };
  if (activity === undefined) return (await store.events(conditions)).events;
  const pages = await Promise.all(keysMeant(activity).map((key) => store.events({ ...conditions, key })));
  return pages.flatMap(({ events }) => events);
}

async function activitiesOf(
  store: StateStore,
  events: readonly InboxRow[],
): Promise<Map<ActivityKey, ActivityState>> {
  const keys = [...new Set(events.flatMap(({ key }) => (key ? [key] : [])))];
  if (keys.length === 0) return new Map();
  const { activities } = await store.activities({ keys, limit: keys.length });
  return new Map(activities.map((activity) => [activity.key, activity]));
}

function stateOf(event: InboxRow, activity: ActivityState | undefined): string {
  if (!event.key) return "kept";
  if (event.processedAt !== undefined) return "reflected";
  return activity?.errorCode ? `${activity.status}: ${activity.errorCode}` : "waiting";
}

function show(rows: readonly { event: InboxRow; state: string }[], output: Output): void {
  const cells = rows.map(({ event, state }) => [
    showTime(event.receivedAt),
    event.eventId,
    event.type,
    event.key ?? "–",
    state,
  ]);
  const [header = "", rule = "", ...lines] = table(
    ["received", "event", "type", "activity", "state"],
    cells,
    {
      cutLast: false,
    },
  );
  output.line(pc.bold(header));
  output.line(pc.dim(rule));
  for (const line of lines) output.line(line);
}
