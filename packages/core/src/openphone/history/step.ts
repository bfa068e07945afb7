import type { Json } from "../../json.js";
import type { RestRow } from "../rest-object.js";
import type { Surface } from "../surface.js";
import type { HistoryGap } from "./history-source.js";

/** A small piece of a walk: at most a page of rows of one list, as the list shows them. */
export interface Step {
  kind: "call" | "message";
  surface: Surface;
  rows: readonly RestRow[];
  readAt: number;
  gaps: readonly HistoryGap[];
  /** Of the walk after this step. */
  cursor: Json;
  done: number;
}

/** How many rows a step has at most, and how many items a page has about. */
export const STEP_ROWS = 25;

/** Rows in pieces of a step. At least one, so that a list without rows is a step too. */
export const inSteps = (rows: readonly RestRow[]): RestRow[][] =>
  Array.from({ length: Math.max(1, Math.ceil(rows.length / STEP_ROWS)) }, (_, at) =>
    rows.slice(at * STEP_ROWS, (at + 1) * STEP_ROWS),
  );
