import type { StateStore } from "@openphone-notion/core";
import { activities } from "./activities.js";
import { adopt } from "./adopt.js";
import { canvasStats, noteNone, readCanvas } from "./canvas.js";
import { dropContacts, putContacts } from "./contacts.js";
import { getCursor, putCursor } from "./cursors.js";
import { activity, due } from "./due.js";
import { events } from "./events.js";
import { fail, hasten, replay } from "./failure.js";
import { figures } from "./figures.js";
import { health } from "./health.js";
import { history } from "./history.js";
import { imports, saveImport } from "./imports.js";
import { receive } from "./inbox.js";
import { intend, open, release, renew } from "./lease.js";
import { relink } from "./relink.js";
import { purge } from "./retention.js";
import { claim } from "./roles.js";
import { settle } from "./settle.js";
import type { SqlDriver } from "./sql-driver.js";
import { createSqlSession } from "./sql-session.js";

export interface SqlStateStoreOptions {
  /** A database that `migrate` has brought up to date. Several stores may share it; none of them closes it. */
  driver: SqlDriver;
  /** Keeps the state of several OpenPhone → Notion pairs apart in one database. Default `default`. */
  connection?: string;
}

/** The StateStore on SQL. Every operation is one batch of the driver, so one round trip. */
export function createSqlStateStore({ driver, connection = "default" }: SqlStateStoreOptions): StateStore {
  const session = createSqlSession(driver, connection);
  return {
    receive: (events) => receive(session, events),
    open: (key, options) => open(session, key, options),
    renew: (lease, options) => renew(session, lease, options),
    intend: (lease, intent) => intend(session, lease, intent),
    settle: (lease, settlement, now) => settle(session, lease, settlement, now),
    fail: (lease, failure, now) => fail(session, lease, failure, now),
    due: (options) => due(session, options),
    replay: (options) => replay(session, options),
    hasten: (options) => hasten(session, options),
    adopt: (rows, now) => adopt(session, rows, now),
    claim: (role, options) => claim(session, role, options),
    release: (owner) => release(session, owner),
    activity: (key) => activity(session, key),
    activities: (query) => activities(session, query),
    events: (query) => events(session, query),
    history: (key, limit) => history(session, key, limit),
    saveImport: (state) => saveImport(session, state),
    imports: (limit) => imports(session, limit),
    health: (now) => health(session, now),
    figures: (range) => figures(session, range),
    putContacts: (contacts, asOf) => putContacts(session, contacts, asOf),
    dropContacts: (asOf) => dropContacts(session, asOf),
    readCanvas: (identifiers, now) => readCanvas(session, identifiers, now),
    noteNone: (identifiers, options) => noteNone(session, identifiers, options),
    relink: (options) => relink(session, options),
    canvasStats: () => canvasStats(session),
    getCursor: (name) => getCursor(session, name),
    putCursor: (name, value, options) => putCursor(session, name, value, options),
    purge: (options) => purge(session, options),
    close: async () => session.end(),
  };
}
