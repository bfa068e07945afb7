import type { NotionGateway } from "../../notion/gateway.js";
import { plainText } from "../../notion/plain-text.js";
import type { Schema } from "../../notion/schema.js";
import type { UsedContacts } from "../../ports/canvas-state.js";
import { type Clock, sleep } from "../../ports/clock.js";
import type { Logger } from "../../ports/logger.js";
import type { StateStore } from "../../ports/state-store.js";
import { SyncError, toSyncError } from "../../sync-error.js";
import type { ContactIndex } from "../contact-index.js";
import { type ContactIntent, readIntent, writeIntent } from "./contact-intent.js";
import { type NewContactTemplate, newContact, newContactProperties } from "./new-contact.js";

/** Makes contacts for numbers and addresses that none has. */
export interface ContactCreator {
  /**
   * The contact of an identifier for which none was found: made now, or found after all; none where the one that it had
   * has been thrown away. Rejects with `notion_lookup_pending` while another is at it or a create has no clear end,
   * and as Notion does.
   */
  create(identifier: string, options: { name?: string | undefined }): Promise<UsedContacts>;
  /** Gives a page that was made without a name the one that has become known, unless somebody has named it. */
  rename(identifier: string, name: string): Promise<void>;
}

export interface ContactCreatorOptions {
  notion: Pick<NotionGateway, "createPage" | "retrievePage" | "updatePage">;
  index: Pick<ContactIndex, "seek" | "seekTrashed" | "put" | "check" | "lookUp" | "source">;
  schema: () => Promise<Schema>;
  store: Pick<StateStore, "getCursor" | "putCursor" | "claim">;
  template: NewContactTemplate;
  /** Names known by other means than the activity, such as OpenPhone's contacts. */
  nameOf?: (identifier: string) => Promise<string | undefined>;
  clock: Clock;
  random: () => number;
  logger: Logger;
  queryLagMs: number;
  requestLifeMs: number;
  owner: string;
}

/** Longer than a create takes, its wait for a permit aside, which `beforeSend` prolongs. */
const LEASE_MS = 180_000;
const REQUEST = { priority: "standard" } as const;

export function createContactCreator(options: ContactCreatorOptions): ContactCreator {
  const { notion, index, store, clock, logger, queryLagMs, requestLifeMs } = options;
  const underWay = new Map<string, Promise<UsedContacts>>();

  /** One at a time makes the contact of an identifier, of all workers. */
  async function exclusively<T>(
    identifier: string,
    work: (stillOurs: () => Promise<void>) => Promise<T>,
  ): Promise<T> {
    // Of its own for each try: another try of this worker is another.
    const owner = `${options.owner}/${options.random().toString(36).slice(2)}`;
    const claim = (leaseMs: number) =>
      store.claim(`contact:${identifier}`, { owner, leaseMs, now: clock.now() });
    const stillOurs = async () => {
      if (!(await claim(LEASE_MS))) throw pending("Another worker makes this contact.");
    };
    await stillOurs();
    try {
      return await work(stillOurs);
    } finally {
      await claim(0).catch((error) => logger.warn("contact.role_kept", { code: toSyncError(error).code }));
    }
  }

  async function findOrMake(
    identifier: string,
    name: string | undefined,
    stillOurs: () => Promise<void>,
  ): Promise<UsedContacts> {
    const { dataSourceId } = await index.source();
    const known = await readIntent(store, identifier);
    const before = known?.dataSourceId === dataSourceId ? known : undefined;
    // By its id a page is found at once, however far queries lag.
    if (before?.state === "made") {
      await index.check([before.pageId]);
      return index.lookUp(identifier, { fresh: true });
    }
    let found = await index.seek(identifier);
    if (found.pageIds.length === 0 && before) found = await afterUnclear(identifier, before);
    const [pageId] = found.pageIds;
    const trashedId = pageId === undefined && !before ? await index.seekTrashed(identifier) : undefined;
    if (pageId === undefined && trashedId === undefined) return make(identifier, name, stillOurs);
    if (before || trashedId) {
      const there = { pageId: pageId ?? trashedId ?? "", title: "", isNamed: true };
      await writeIntent(store, identifier, { dataSourceId, state: "made", ...there });
    }
    return found;
  }

  /** Waits until an unclear create must show, if it was carried out. */
  async function afterUnclear(
    identifier: string,
    intent: Extract<ContactIntent, { state: "sent" }>,
  ): Promise<UsedContacts> {
    const { at, answered = false, lookups = 0 } = intent;
    const showsAt = at + queryLagMs + (answered ? 0 : requestLifeMs);
    if (lookups < 1 || clock.now() < showsAt) {
      await writeIntent(store, identifier, { ...intent, lookups: lookups + 1 });
      throw pending("The create of a contact had no clear outcome and cannot be found yet.");
    }
    // A clock that was set forward makes the time above look longer than it was: this wait is a real one.
    await sleep(clock, Math.min(queryLagMs, 5_000));
    return index.seek(identifier);
  }

  async function make(
    identifier: string,
    given: string | undefined,
    stillOurs: () => Promise<void>,
  ): Promise<UsedContacts> {
    const name = given ?? (await options.nameOf?.(identifier));
    const contact = newContact(identifier, name);
    const [schema, { dataSourceId, properties }] = [await options.schema(), await index.source()];
    const values = newContactProperties(contact, options.template, schema, properties);
    let sent: Extract<ContactIntent, { state: "sent" }> | undefined;
    let pageId: string;
    try {
      const page = await notion.createPage(dataSourceId, values, {
        ...REQUEST,
        beforeSend: async () => {
          await stillOurs();
          sent = { dataSourceId, state: "sent", at: clock.now() };
          await writeIntent(store, identifier, sent);
        },
      });
      pageId = page.id;
    } catch (thrown) {
      const error = toSyncError(thrown);
      if (!sent) throw error;
      await stillOurs();
      if (error.retry !== "unknown") {
        await writeIntent(store, identifier, undefined);
        throw error;
      }
      const answered = error.status === 500 || error.status === 503;
      await writeIntent(store, identifier, { ...sent, ...(answered ? { answered, at: clock.now() } : {}) });
      throw pending("The create of a contact had no clear outcome.", error);
    }
    const title = titleOf(schema, values);
    await writeIntent(store, identifier, {
      ...{ dataSourceId, state: "made", pageId, title },
      isNamed: name !== undefined,
    });
    await index.put({ pageId, createdAt: clock.now(), identifiers: [identifier] });
    logger.info("contact.made", {});
    return { identifier, pageIds: [pageId], asked: true };
  }

  return {
    create(identifier, { name }) {
      const shared = underWay.get(identifier);
      if (shared) return shared;
      const making = exclusively(identifier, (stillOurs) => findOrMake(identifier, name, stillOurs)).finally(
        () => underWay.delete(identifier),
      );
      underWay.set(identifier, making);
      return making;
    },
    async rename(identifier, name) {
      const intent = await readIntent(store, identifier);
      if (intent?.state !== "made" || intent.isNamed) return;
      await exclusively(identifier, async () => {
        const schema = await options.schema();
        const titled = Object.values(schema.properties).find(({ type }) => type === "title");
        if (!titled || intent.dataSourceId !== schema.dataSourceId) return;
        const page = await notion.retrievePage(intent.pageId, REQUEST);
        if (page.in_trash || shownTitle(page.properties) !== intent.title) return;
        const { properties } = await index.source();
        const values = newContactProperties(
          newContact(identifier, name),
          options.template,
          schema,
          properties,
        );
        const value = values[titled.name];
        if (value !== undefined) await notion.updatePage(intent.pageId, { [titled.name]: value }, REQUEST);
        await writeIntent(store, identifier, { ...intent, title: titleOf(schema, values), isNamed: true });
      });
    },
  };
}

const pending = (message: string, cause?: unknown): SyncError =>
  new SyncError("notion_lookup_pending", message, {
    retry: "now",
    ...(cause === undefined ? {} : { cause }),
  });

const titleOf = (schema: Schema, values: Readonly<Record<string, unknown>>): string => {
  const titled = Object.values(schema.properties).find(({ type }) => type === "title");
  const value = titled && (values[titled.name] as { title?: { text?: { content?: string } }[] } | undefined);
  return (value?.title ?? []).map(({ text }) => text?.content ?? "").join("");
};

const shownTitle = (properties: Readonly<Record<string, unknown>>): string => {
  for (const value of Object.values(properties) as { type?: string; title?: unknown }[])
    if (value?.type === "title") return plainText(value.title);
  return "";
};
