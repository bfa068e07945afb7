import type { Databases } from "../engine/targets.js";
import type { Mapping } from "../mapping/mapping.js";
import type { NotionGateway } from "../notion/gateway.js";
import type { Clock } from "../ports/clock.js";
import type { StateStore } from "../ports/state-store.js";

/** The databases of a sync; `canvas` is the contacts. */
export type DatabaseName = keyof Databases;

/** Which databases are wanted, and where missing ones go. */
export interface SetupOptions {
  notion: NotionGateway;
  mapping: Mapping;
  clock: Clock;
  /** The page under which missing databases are made: id or URL, shared with the connection. */
  page?: string;
  /** The databases that are there already. */
  databases?: Databases;
  /** Beside those that `databases` names. Default: calls, messages and canvas. */
  wanted?: readonly DatabaseName[];
  /** What new databases are called. Default: Calls, Messages, Mail, Contacts. */
  titles?: Partial<Record<DatabaseName, string>>;
  /** Knows the columns that somebody renamed; without it they would be added once more. */
  store?: Pick<StateStore, "getCursor" | "putCursor">;
  /** In [0, 1), for the waits before repeats. Default: `Math.random`. */
  random?: () => number;
}

const TITLES: Readonly<Record<DatabaseName, string>> = {
  calls: "Calls",
  messages: "Messages",
  mail: "Mail",
  canvas: "Contacts",
};

export const titleOf = ({ titles }: SetupOptions, name: DatabaseName): string =>
  titles?.[name] ?? TITLES[name];

/** Contacts first, because the others link to them. */
const ORDER: readonly DatabaseName[] = ["canvas", "calls", "messages", "mail"];

export function wantedDatabases({ wanted, databases = {} }: SetupOptions): DatabaseName[] {
  return ORDER.filter(
    (name) => databases[name] !== undefined || (wanted ? wanted.includes(name) : name !== "mail"),
  );
}
