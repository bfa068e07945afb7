import type { Storage } from "@openphone-notion/core";
import type { Expect, TestFunction } from "../state/suite/runner.js";
import { atomicPutsFacet } from "./suite/atomic-puts.js";
import { crashFacet } from "./suite/crash.js";
import type { Facet } from "./suite/facet.js";
import { lateMetadataFacet, noLateMetadataFacet } from "./suite/late-metadata.js";
import { listingFacet } from "./suite/listing.js";
import { oddKeysFacet } from "./suite/odd-keys.js";
import { noPresignFacet, presignFacet } from "./suite/presign.js";
import { putAndGetFacet } from "./suite/put-and-get.js";
import { raceListFacet, racesFacet } from "./suite/races.js";
import { rangesFacet } from "./suite/ranges.js";
import { streamingFacet } from "./suite/streaming.js";

/** What `testStorage` needs: the test runner, and storages to try. */
export interface StorageSuite {
  /** The runner's `test`; names are `facet/what: …` and stay the same from version to version. */
  test: TestFunction;
  /** The runner's `expect`; `toBe` and `toEqual` are used, the latter as Jest and Vitest define it. */
  expect: Expect;
  /** Makes an empty storage for one test. */
  create(): Storage | Promise<Storage>;
  /**
   * Opens once more what the newest `create` made, as another process would. Without it, the rows on crashes and
   * on several processes are skipped.
   */
  reopen?(): Storage | Promise<Storage>;
  capabilities: {
    /** It signs links: it offers `url`. */
    presign: boolean;
    /** It keeps metadata that is known only when a body has been read. Default `false`. */
    lateMetadata?: boolean;
    /** `list` shows what a put and a delete at the same time have left. Default `true`. */
    listAfterRace?: boolean;
  };
}

/** The contract of the `Storage` port, as tests: an adapter that passes them may replace any other. */
export function testStorage({ test, expect, create, reopen, capabilities }: StorageSuite): void {
  const facets: Record<string, (facet: Facet) => void> = {
    "put and get": putAndGetFacet,
    range: rangesFacet,
    "late metadata": capabilities.lateMetadata ? lateMetadataFacet : noLateMetadataFacet,
    list: listingFacet,
    "atomic put": atomicPutsFacet,
    race: racesFacet,
    "race list": raceListFacet,
    crash: crashFacet,
    keys: oddKeysFacet,
    streaming: streamingFacet,
    presign: capabilities.presign ? presignFacet : noPresignFacet,
  };
  const skipped: Record<string, string | undefined> = {
    "race list":
      capabilities.listAfterRace === false ? "this storage may list no more what a race has left" : undefined,
  };
  for (const [name, define] of Object.entries(facets)) {
    define({
      expect,
      test: (title, body) =>
        skipped[name] === undefined
          ? test(`${name}/${title}`, async () => body(await create()))
          : test.skip(`${name}/${title} (skipped: ${skipped[name]})`, async () => {}),
      reopening: (title, body) =>
        reopen
          ? test(`${name}/${title}`, async () => body(await create(), async () => reopen()))
          : test.skip(`${name}/${title} (skipped: this storage cannot be opened again)`, async () => {}),
    });
  }
}
