import {
  createHistorySource,
  type HistoryPage,
  type HistoryRange,
  type OpenPhoneClientOptions,
  silentLogger,
} from "@openphone-notion/core";
import { clientUnderTest, collect } from "./client-under-test.js";
import type { FakeOpenPhoneOptions } from "./fake-openphone.js";

/** The past of a fake workspace, walked by the core. */
export function historyUnderTest(
  fakeOptions: FakeOpenPhoneOptions = {},
  clientOptions: Partial<OpenPhoneClientOptions> = {},
) {
  const { client, clock, openphone, drive } = clientUnderTest(fakeOptions, clientOptions);
  const source = createHistorySource({ client, clock, logger: silentLogger });
  const all: HistoryRange = { since: 0, until: clock.now() };

  /** Walks with a new start after every page, as if killed there. Ends when a start finds nothing more. */
  async function walkInPieces(range: HistoryRange = all): Promise<HistoryPage[]> {
    const pages: HistoryPage[] = [];
    for (;;) {
      const walk = source.pages(range, JSON.parse(JSON.stringify(pages.at(-1)?.cursor ?? null)));
      const { done, value } = await walk[Symbol.asyncIterator]().next();
      if (done) return pages;
      pages.push(value);
    }
  }

  return {
    ...{ client, clock, openphone, drive, source, all, walkInPieces },
    walk: (range: HistoryRange = all) => collect(source.pages(range)),
  };
}

export const itemIds = (pages: readonly HistoryPage[]): string[] =>
  pages.flatMap(({ items }) => items.map(({ object }) => object.id));
