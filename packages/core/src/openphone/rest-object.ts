import type { Surface } from "./surface.js";

/** An object as the API sent it; its fields differ by surface. */
export interface RestObject {
  surface: Surface;
  object: Record<string, unknown>;
}

/** An element of a list, as the API sent it. */
export interface RestRow {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** One page of a list. Elements without an id are left out. */
export interface ListPage {
  surface: Surface;
  rows: readonly RestRow[];
  /** When it was read, in milliseconds since the epoch. */
  readAt: number;
  /** Whether the list ends with it. */
  isLast: boolean;
}
