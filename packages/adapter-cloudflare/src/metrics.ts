import type { LogFields, Logger } from "@openphone-notion/core";

/** The log lines that are counted: each says what happened once. */
const COUNTED = new Set([
  "event.received",
  "activity.settled",
  "activity.failed",
  "activity.parked",
  "queue.send_failed",
  "http.refused",
  "alert",
  "report.daily",
]);

/** What a report of a day has beside the doubles of every point, in this order from the fourth on. */
const REPORTED = [
  ...["events", "created", "updated", "unchanged", "parked", "owed"],
  ...["waitingNow", "parkedNow", "canvasHits", "canvasMisses"],
] as const;

/** What is used of `AnalyticsEngineDataset`. */
interface Dataset {
  writeDataPoint(point: { indexes: string[]; blobs: string[]; doubles: number[] }): void;
}

const text = (value: LogFields[string]): string => (value === undefined ? "" : String(value));
const number = (value: LogFields[string]): number => (typeof value === "number" ? value : 0);

/**
 * A logger that also writes a data point for what is worth counting. Index: the event. Blobs: event, kind of activity,
 * action or type or status or day, error code. Doubles: 1, duration (ms; the average of a day), Notion requests, and of a
 * day's report what `REPORTED` says. Keys are not among them.
 */
export function countingLogger(logger: Logger, dataset: Dataset | undefined): Logger {
  if (!dataset) return logger;
  const count = (event: string, fields: LogFields = {}): void => {
    if (!COUNTED.has(event)) return;
    const kind = text(fields.key).split(":")[0] ?? "";
    const what = text(fields.action ?? fields.type ?? fields.status ?? fields.day);
    const reported = event === "report.daily" ? REPORTED.map((name) => number(fields[name])) : [];
    try {
      dataset.writeDataPoint({
        indexes: [event],
        blobs: [event, kind, what, text(fields.code)],
        doubles: [
          ...[1, number(fields.durationMs ?? fields.averageMs), number(fields.notionRequests)],
          ...reported,
        ],
      });
    } catch (error) {
      // Work goes on without its figures.
      logger.warn("metrics.failed", { error: error instanceof Error ? error.name : typeof error });
    }
  };
  const counted = (level: keyof Logger) => (event: string, fields?: LogFields) => {
    logger[level](event, fields);
    count(event, fields);
  };
  return {
    debug: logger.debug,
    info: counted("info"),
    warn: counted("warn"),
    error: counted("error"),
  };
}
