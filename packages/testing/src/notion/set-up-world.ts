import {
  applyDatabases,
  type Clock,
  type DatabaseName,
  type Databases,
  defaultMapping,
  planDatabases,
  type SetupOptions,
} from "@openphone-notion/core";
import { type FakeNotion, fakeNotion } from "./fake-notion.js";
import { gatewayTo, low } from "./gateway-to.js";
import type { ColumnSpecs } from "./options.js";
import { type AnyJson, call } from "./under-test.js";

/** Waits for nothing, but lets the time pass. */
function hurriedClock(): Clock {
  let now = Date.parse("2026-11-21T10:00:00Z");
  return {
    now: () => now,
    after(delayMs, callback) {
      const timer = setImmediate(() => {
        now += delayMs;
        callback();
      });
      return () => clearImmediate(timer);
    },
  };
}

/** A workspace, and a set-up that is run on it. */
export function setUp(databases: Record<string, ColumnSpecs> = {}) {
  const notion: FakeNotion = fakeNotion({ databases, window: false });
  const gateway = gatewayTo(notion);
  const options: SetupOptions = {
    notion: gateway,
    mapping: defaultMapping,
    clock: hurriedClock(),
    random: () => 0.5,
    page: notion.rootPageId,
  };
  const run = async (more: Partial<SetupOptions> = {}) => {
    const plan = await planDatabases({ ...options, ...more }, low);
    return { plan, result: await applyDatabases({ ...options, ...more }, plan, low) };
  };
  /** Titles of the databases in the page, in order. */
  const made = async () => {
    const { body } = await call(notion, "GET", `/v1/blocks/${notion.rootPageId}/children`);
    return body.results.map((block: AnyJson) => block.child_database.title) as string[];
  };
  const viewsOf = async (databaseId: string) =>
    (await gateway.views(databaseId, low)).map((view) => view.name);
  return { notion, gateway, options, run, made, viewsOf };
}

/** What the set-up has found or made, to be named from then on. */
export const named = (databases: { [Name in DatabaseName]?: { dataSourceId: string } }): Databases =>
  Object.fromEntries(Object.entries(databases).map(([name, { dataSourceId }]) => [name, dataSourceId]));

export const writes = ({ counts }: FakeNotion) => counts.schemaWrites + counts.updates + counts.creates;
