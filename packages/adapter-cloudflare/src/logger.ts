import type { LogFields, Logger } from "@openphone-notion/core";

const LEVELS = ["debug", "info", "warn", "error"] as const;

/** One JSON object a line on the console, which Workers Logs indexes by its fields. */
export function createConsoleLogger(least: (typeof LEVELS)[number] | "silent"): Logger {
  const at = (level: (typeof LEVELS)[number]) =>
    least === "silent" || LEVELS.indexOf(level) < LEVELS.indexOf(least)
      ? () => {}
      : // biome-ignore lint/suspicious/noConsole: the console is where a Worker logs to.
        (event: string, fields?: LogFields) => console[level](JSON.stringify({ level, event, ...fields }));
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
