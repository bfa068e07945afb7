import type { LogFields, Logger } from "@openphone-notion/core";
import pino from "pino";

/** JSON lines through pino, on standard output (1, the default) or standard error (2). */
export function createPinoLogger(
  level: "debug" | "info" | "warn" | "error" | "silent",
  { fd = 1 }: { fd?: 1 | 2 } = {},
): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const log = pino(options, pino.destination({ fd, sync: true }));
  const at = (name: "debug" | "info" | "warn" | "error") => (event: string, fields?: LogFields) =>
    log[name]({ event, ...fields });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
