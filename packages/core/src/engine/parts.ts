import type { CanvasResolver } from "../canvas/resolver.js";
import type { Filter } from "../mapping/filter.js";
import type { MediaArchiver } from "../media/archiver.js";
import type { NotionGateway } from "../notion/gateway.js";
import type { OpenPhoneClient } from "../openphone/client.js";
import type { Alerts } from "../ports/alerts.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { StateStore } from "../ports/state-store.js";
import type { Storage } from "../ports/storage.js";
import type { Directory } from "../record/directory.js";
import type { Failpoints } from "./failpoints.js";
import type { Pauses } from "./pauses.js";
import type { EngineTimings } from "./settings.js";
import type { Slots } from "./slots.js";
import type { Targets } from "./targets.js";
import type { Workspace } from "./workspace.js";

/** How Notion shows files: as links to ours, as copies of its own, or as both. */
export type MediaInNotion = "link" | "upload" | "both";

/**
 * When the page body shows players and the transcript: `auto` where it costs no request, which is when the page is
 * made, and no blocks of a Free workspace; `always` also later; or never.
 */
export type PageBodySetting = "auto" | "always" | "off";

/** Where archived files go, and the link to them that Notion shows. */
export interface MediaArchive {
  archiver: MediaArchiver;
  /** What is uploaded from; needed unless `inNotion` is `link`. */
  storage?: Pick<Storage, "get">;
  /** Default `link`. */
  inNotion?: MediaInNotion;
  /** Link for a storage key: stable, so that a repeat changes nothing in Notion. */
  link(key: string): Promise<string>;
}

/** What becomes of an activity whose page the user threw away, when something new is to be shown. */
export type OnTrashed = "leave" | "recreate";

/** Everything one run of an activity works with. */
export interface EngineParts {
  store: StateStore;
  notion: NotionGateway;
  targets: Targets;
  filter: Filter;
  onTrashed: OnTrashed;
  pageBody: PageBodySetting;
  workspace: Workspace;
  directory: { load(): Promise<Directory> };
  /** Absent where no API key is set: records stay as the webhooks tell them. */
  openphone?: OpenPhoneClient;
  /** Absent where no contact database is set. */
  canvas?: CanvasResolver;
  /** Whether contacts are made for those who have none. */
  createsContacts?: boolean;
  /** Absent where files are not archived. */
  media?: MediaArchive;
  downloads: Slots;
  pauses: Pauses;
  alerts: Alerts;
  clock: Clock;
  random: () => number;
  logger: Logger;
  timings: EngineTimings;
  failpoint?: Failpoints;
  /** Names this worker in leases. */
  owner: string;
}
