import type { Activity, MediaFile } from "../record/activity.js";
import type { AudioSource, BodySection } from "./body.js";
import { dialogueParagraphs } from "./dialogue.js";
import { clockTime } from "./spoken-time.js";

/** Begins the ids of players; property ids of Notion have no colon unescaped. */
export const PLAYER = "player:";
const DIALOGUE = "dialogue:";

/** What the page of an activity shows besides its properties: of a call its recordings to be played, and who said what. */
export function pageBody(activity: Activity): BodySection[] {
  if (activity.kind !== "call") return [];
  const { recordings, voicemail, transcript } = activity;
  const players = [...recordings, ...(voicemail ? [voicemail] : [])].flatMap(player);
  const paragraphs = dialogueParagraphs(transcript);
  return paragraphs.length === 0
    ? players
    : [...players, { id: DIALOGUE, heading: "Transcript", paragraphs }];
}

/** The ids of the players whose files have been deleted. */
export const removedPlayers = (activity: Activity): string[] =>
  activity.kind === "call"
    ? [...activity.recordings, ...(activity.voicemail ? [activity.voicemail] : [])]
        .filter(({ isRemoved }) => isRemoved)
        .map(({ id }) => `${PLAYER}${id}`)
    : [];

function player(file: MediaFile): BodySection[] {
  const audio = audioSource(file);
  if (!audio || file.id === undefined) return [];
  const name = file.name.replace(/\.[^.]*$/, "");
  const heading = file.durationSeconds === undefined ? name : `${name} · ${clockTime(file.durationSeconds)}`;
  return [{ id: `${PLAYER}${file.id}`, heading, paragraphs: [], audio }];
}

/** Notion's apps play what they can reach: no file of this machine alone, and nothing without TLS. */
function audioSource(file: MediaFile): AudioSource | undefined {
  const { url, upload, contentType = "audio/mpeg" } = file;
  if (file.isRemoved || !contentType.startsWith("audio/")) return undefined;
  if (upload) return { uploadId: upload.id };
  return url?.startsWith("https://") ? { url } : undefined;
}
