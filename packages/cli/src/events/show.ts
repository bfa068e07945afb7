import type { InboxRow } from "@openphone-notion/core";
import { EXIT } from "../exit-codes.js";
import { pc } from "../output/colours.js";
import { printable } from "../output/printable.js";
import { showTime } from "../output/time.js";
import { type StateOptions, withState } from "../with-state.js";

/** Deliveries of one event that are shown; more than one is rare. */
const LIMIT = 100;

/** One event with its body as it was received, personal data included: it was asked for. */
export const showEvent = (id: string, options: StateOptions): Promise<number> =>
  withState(options, async (store, output) => {
    const { events } = await store.events({ id, limit: LIMIT });
    for (const event of events) {
      output.object({ ...event, body: parsed(event.body) });
      for (const line of lines(event)) output.line(line);
    }
    if (events.length > 0) return EXIT.done;
    output.object({ type: "error", code: "not_found" });
    output.remark(
      "No such event is stored. Reflected events are kept for 7 days; `events list` shows those there are.",
    );
    return EXIT.failed;
  });

const lines = (event: InboxRow): string[] => [
  `${pc.bold(printable(event.eventId))}  ${printable(event.type)}  (${event.system})`,
  `  received   ${showTime(event.receivedAt)}`,
  `  activity   ${event.key ?? "none: stored and acknowledged, nothing to reflect"}`,
  `  reflected  ${event.processedAt === undefined ? (event.key ? "not yet" : "–") : showTime(event.processedAt)}`,
  `  inbox id   ${event.id}`,
  ...printable(pretty(event.body)).split("\n"),
  "",
];

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function pretty(body: string): string {
  const value = parsed(body);
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
