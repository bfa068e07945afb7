import { type ContactProperties, findContactProperties } from "../canvas/contact-properties.js";
import { type CountryCode, countryCode } from "../canvas/country.js";
import { emailsIn } from "../canvas/email.js";
import { normaliseEmail, normalisePhone, phonesIn } from "../canvas/phone.js";
import { propertyTexts } from "../canvas/property-text.js";
import { crawlRows } from "../notion/crawl-rows.js";
import type { NotionGateway, NotionPage } from "../notion/gateway.js";
import type { Schema } from "../notion/schema.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { StateStore } from "../ports/state-store.js";
import { toSyncError } from "../sync-error.js";
import { ContactNumbers } from "./contact-numbers.js";

/** Knows which contacts have which numbers, from few requests for all of them. */
export interface ContactIndex {
  /**
   * Tells the Canvas cache what contacts these have, numbers (E.164) and addresses, so that nobody asks Notion for each.
   * Never rejects: what is not told is looked up one by one.
   */
  remember(identifiers: readonly string[]): Promise<void>;
}

export interface ContactIndexOptions {
  notion: Pick<NotionGateway, "query">;
  schema: () => Promise<Schema | undefined>;
  store: Pick<StateStore, "writeCanvas">;
  /** Whose numbers contacts have that are written without a country code, as an ISO code. */
  defaultCountry: string;
  clock: Clock;
  logger: Logger;
}

const LOW = { priority: "low" } as const;
const REFRESH_EVERY_MS = 5 * 60_000;
/** Changes are asked for from before the last look: queries lag, and edit times are told to the minute. */
const OVERLAP_MS = 2 * 60_000;
const FOUND_TTL_MS = 24 * 3_600_000;
const NONE_TTL_MS = 10 * 60_000;

/** Reads all contacts once (100 a request), then every few minutes those that have changed. */
export function createContactIndex(options: ContactIndexOptions): ContactIndex {
  const { notion, store, clock, logger } = options;
  const country = countryCode(options.defaultCountry);
  let known: { numbers: ContactNumbers; at: number } | undefined;
  let retryAt = Number.NEGATIVE_INFINITY;

  async function upToDate(): Promise<ContactNumbers | undefined> {
    const now = clock.now();
    if (known && now < known.at + REFRESH_EVERY_MS) return known.numbers;
    const schema = await options.schema();
    if (!schema) return undefined;
    const properties = findContactProperties(schema);
    const numbers = known?.numbers ?? new ContactNumbers();
    const pages = known
      ? changedSince(notion, schema, known.at - OVERLAP_MS)
      : crawlRows(notion, { dataSourceId: schema.dataSourceId, properties: idsOf(properties) }, LOW);
    for await (const { rows } of pages) {
      for (const page of rows)
        numbers.put(page.id, page.created_time ?? "", identifiersOf(page, properties, country));
    }
    known = { numbers, at: now };
    return numbers;
  }

  return {
    async remember(identifiers) {
      if (identifiers.length === 0 || clock.now() < retryAt) return;
      try {
        const numbers = await upToDate();
        if (!numbers) return;
        const now = clock.now();
        const wanted = new Set(
          identifiers.flatMap((text) => normaliseEmail(text) ?? normalisePhone(text) ?? []),
        );
        const entries = [...wanted].map((identifier) => {
          const pageIds = numbers.pagesOf(identifier);
          return { identifier, pageIds, expiresAt: now + (pageIds.length > 0 ? FOUND_TTL_MS : NONE_TTL_MS) };
        });
        await store.writeCanvas(entries, now);
      } catch (error) {
        retryAt = clock.now() + REFRESH_EVERY_MS;
        logger.warn("contacts.not_indexed", { code: toSyncError(error).code });
      }
    },
  };
}

async function* changedSince(
  notion: Pick<NotionGateway, "query">,
  { dataSourceId }: Schema,
  since: number,
): AsyncGenerator<{ rows: NotionPage[] }> {
  let cursor: string | undefined;
  do {
    const answer = await notion.query(
      dataSourceId,
      {
        filter: {
          timestamp: "last_edited_time",
          last_edited_time: { on_or_after: new Date(since).toISOString() },
        },
        page_size: 100,
        ...(cursor === undefined ? {} : { start_cursor: cursor }),
      },
      LOW,
    );
    yield { rows: answer.results };
    cursor = answer.has_more && answer.next_cursor ? answer.next_cursor : undefined;
  } while (cursor !== undefined);
}

const idsOf = ({ phone, email }: ContactProperties): string[] => [
  ...new Set([...phone, ...email].map(({ id }) => id)),
];

function identifiersOf(
  page: NotionPage,
  { phone, email }: ContactProperties,
  country: CountryCode,
): string[] {
  const textsOf = (properties: ContactProperties["phone"]): string[] =>
    Object.entries(page.properties)
      .filter(([name, value]) =>
        properties.some((each) => each.name === name || each.id === (value as { id?: unknown } | null)?.id),
      )
      .flatMap(([, value]) => propertyTexts(value));
  return [
    ...textsOf(phone).flatMap((text) => phonesIn(text, country)),
    ...textsOf(email).flatMap((text) => emailsIn(text)),
  ];
}
