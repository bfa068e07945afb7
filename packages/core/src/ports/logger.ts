/** Values a log line may carry. Never phone numbers, message text, transcripts, media URLs or secrets. */
export type LogFields = Record<string, string | number | boolean | undefined>;

/** Structured log: a stable event name (`activity.settled`) and fields. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Drops everything; the default of the core. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
