import type { LogFields, Logger } from "@openphone-notion/core";
import pino from "pino";

/** JSON lines on standard output through pino. */
export function createPinoLogger(level: "debug" | "info" | "warn" | "error" | "silent"): Logger {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const at = (name: "debug" | "info" | "warn" | "error") => (event: string, fields?: LogFields) =>
    log[name]({ event, ...fields });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
