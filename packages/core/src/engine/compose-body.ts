import type { BodySection } from "../mapping/body.js";
import { PLAYER, pageBody } from "../mapping/page-body.js";
import type { Activity } from "../record/activity.js";
import { type BodyAlong, bodyAlong, nothingAlong } from "./body-along.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";
import { isFree } from "./workspace.js";

/**
 * The sections that the page body is to have, and what of them goes along when the page is made. Text that a column
 * cannot hold always belongs there. Players and transcript do where the setting says so; once they are there they
 * are kept up to date.
 */
export async function composeBody(
  parts: EngineParts,
  run: Run,
  activity: Activity,
  continued: readonly BodySection[],
): Promise<{ body: BodySection[]; along: BodyAlong }> {
  const { pageId } = run.activity;
  const { sections, noPlayers } = run.progress;
  const shows =
    parts.pageBody === "off"
      ? []
      : pageBody(activity).filter(({ id }) => !noPlayers || !id.startsWith(PLAYER));
  const alongs = shows.length > 0 && pageId === undefined && (await mayGoAlong(parts, run)) ? shows : [];
  const along = pageId === undefined ? bodyAlong([...alongs, ...continued]) : nothingAlong;
  const kept =
    parts.pageBody === "always"
      ? shows
      : shows.filter(({ id }) => Object.hasOwn(sections, id) || Object.hasOwn(along.sections, id));
  return { body: [...kept, ...continued], along };
}

/** Blocks of a Free workspace with several members are counted for ever. */
const mayGoAlong = async (parts: EngineParts, run: Run): Promise<boolean> =>
  parts.pageBody === "always" || !isFree(await parts.workspace.get(run.request()));
