import type { HistoryItem } from "../openphone/history/history-source.js";
import type { ActivityState } from "../ports/state-store.js";
import { type HistoryEvent, historyEvent } from "./history-event.js";
import type { HistoryParts } from "./history-parts.js";
import { tellsNews } from "./tells-news.js";

/** What an import is to do about one item of the past. */
export interface Planned extends HistoryEvent {
  /** What is known of the activity. */
  known: ActivityState | undefined;
  /** Whether the engine has anything to do about it. */
  isNews: boolean;
}

/** Compares a page of the past with what is known. An activity that OpenPhone lists twice is taken once. */
export async function planItems(
  parts: HistoryParts,
  items: readonly HistoryItem[],
  /** Whether an activity that shows all already is to be looked at again, e.g. because a filter once dropped it. */
  again: (known: ActivityState) => boolean,
): Promise<Planned[]> {
  if (items.length === 0) return [];
  const now = parts.clock.now();
  const events = await Promise.all(items.map((item) => historyEvent(item, now)));
  const byKey = new Map(events.map((event) => [event.row.key, event]));
  const { activities } = await parts.store.activities({ keys: [...byKey.keys()], limit: byKey.size });
  const states = new Map(activities.map((state) => [state.key, state]));
  const planned: Planned[] = [];
  for (const [key, event] of byKey) {
    const known = states.get(key);
    const isNews = known === undefined || again(known) || (await tellsNews(parts, known, event.patch));
    planned.push({ ...event, known, isNews });
  }
  return planned;
}
