import type { ActivityKey } from "../key.js";
import type { StoredObject } from "../ports/storage.js";

const DAY_MS = 24 * 3_600_000;
const FOLDERS = ["recordings", "voicemails", "media"] as const;

/** The kinds of files, by the folder that their keys begin with. */
export type MediaFolder = (typeof FOLDERS)[number];
export const MEDIA_FOLDERS: readonly MediaFolder[] = FOLDERS;

/** When the day in a file's key is over, in milliseconds; `undefined` for a key that names none. */
export function dayEnd(key: string): number | undefined {
  const [, day] = /^[^/]+\/(\d{4}\/\d\d\/\d\d)\//.exec(key) ?? [];
  const start = day === undefined ? Number.NaN : Date.parse(`${day.replaceAll("/", "-")}T00:00:00Z`);
  return Number.isNaN(start) ? undefined : start + DAY_MS;
}

/** The activities that a file may belong to: what is noted beside it, else what its name says. */
export function ownersOf({ key, metadata }: StoredObject): ActivityKey[] {
  const { activity = "" } = metadata;
  if (/^(?:call|message|mail):/.test(activity)) return [activity as ActivityKey];
  const name = key.slice(key.lastIndexOf("/") + 1);
  const id = name.slice(0, name.lastIndexOf("-"));
  return id === "" ? [] : [`call:${id}`, `message:${id}`, `mail:${id}`];
}
