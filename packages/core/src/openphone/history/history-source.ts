import type { Json } from "../../json.js";
import type { Surface } from "../surface.js";

/** What of the past is asked for. */
export interface HistoryRange {
  /** Milliseconds since the epoch; inclusive. By the creation time of the activity. */
  since: number;
  /** Milliseconds since the epoch; exclusive. Pinned: what happens during the walk is the webhooks' business. */
  until: number;
  /** Ids of the workspace's numbers (`PN…`); absent for all. */
  phoneNumberIds?: readonly string[];
}

/** An activity as REST tells it, with all its parts inside (see `restCallBody`). */
export interface HistoryItem {
  kind: "call" | "message";
  surface: Surface;
  object: { readonly id: string; readonly [field: string]: unknown };
  /** When it was read, in milliseconds since the epoch. */
  readAt: number;
}

/** Something of the range that the surface cannot show, e.g. the calls of a group conversation on v1. */
export interface HistoryGap {
  /** Free of personal data. */
  reason: string;
  phoneNumberId?: string;
  conversationId?: string;
}

/** A stretch of the past, as large as its requests happened to be. */
export interface HistoryPage {
  items: readonly HistoryItem[];
  gaps: readonly HistoryGap[];
  /** Hands the walk on: a walk that starts with it repeats nothing of this page or those before. Plain JSON. */
  cursor: Json;
  /** How far the walk is, in [0, 1]; an estimate. */
  done: number;
}

/** The past of a workspace. */
export interface HistorySource {
  /**
   * Walks the range once. Resumed with the cursor of the last page that was dealt with. Requests are made at
   * the pace at which pages are taken. Rejects with a `SyncError` where OpenPhone does not answer for long.
   */
  pages(range: HistoryRange, cursor?: Json): AsyncIterable<HistoryPage>;
}
