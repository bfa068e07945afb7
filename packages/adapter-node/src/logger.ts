import type { LogFields, Logger } from "@openphone-notion/core";
import pino from "pino";

/** What waits, in bytes, while the log cannot be written; what comes then is left out. */
const KEPT = 1024 * 1024;

/**
 * JSON lines through pino, on standard output (1, the default) or standard error (2). A log that cannot be written
 * stops nobody: lines wait until it can, and those that were left out are counted in it.
 */
export function createPinoLogger(
  level: "debug" | "info" | "warn" | "error" | "silent",
  { fd = 1 }: { fd?: number } = {},
): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const destination = pino.destination({ fd, sync: true, maxLength: KEPT });
  const log = pino(options, destination);
  const at = (name: "debug" | "info" | "warn" | "error") => (event: string, fields?: LogFields) =>
    log[name]({ event, ...fields });
  let dropped = 0;
  // Without a listener a full disk, or a terminal that has gone, would end the process.
  destination.on("error", () => {});
  destination.on("drop", () => {
    dropped++;
    // Nothing in it, so it finds room: else nobody would try again.
    destination.write("");
  });
  destination.on("drain", () => {
    const lines = dropped;
    dropped = 0;
    if (lines > 0) at("warn")("log.dropped", { lines });
  });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
