import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Call, Message } from "../record/activity.js";
import { oneLine } from "./clean-text.js";
import { excerpt } from "./cut-text.js";
import { spokenDuration } from "./spoken-time.js";

/** UTF-16 units of a title: what a table row shows without being opened. */
const TITLE_UNITS = 120;
const NAMED_COUNTERPARTS = 3;

/** `Missed call from +1 555 555 0123`, `Call to +1 555 555 0123 · 4m 5s`, `Call from … · Forwarded`. */
export function callTitle(call: Call): string {
  const who = others(call, call.to);
  // Both happen to incoming calls only, whose direction is not always told.
  if (call.status === "Missed") return excerpt(`Missed call from ${who}`, TITLE_UNITS);
  if (call.status === "Voicemail") return excerpt(`Voicemail from ${who}`, TITLE_UNITS);
  const talked = call.endedAt !== undefined && call.durationSeconds > 0;
  const outcome = talked ? spokenDuration(call.durationSeconds) : call.status;
  return excerpt(`Call ${preposition(call.direction)} ${who} · ${outcome}`, TITLE_UNITS);
}

/** `Message from +1 555 555 0123: Are you open on…`; of a message without text, how many files it has. */
export function messageTitle(message: Message): string {
  const other = `Message ${preposition(message.direction)} ${others(message, ...message.to)}`;
  const files = message.media.length === 1 ? "1 file" : `${message.media.length} files`;
  const words = oneLine(message.text) || (message.media.length > 0 ? files : "");
  return excerpt(words === "" ? other : `${other}: ${words}`, TITLE_UNITS);
}

const preposition = (direction: Call["direction"]): string =>
  direction === undefined ? "with" : { incoming: "from", outgoing: "to" }[direction];

/** Whom it was with: where there is no other side, the other line of the workspace. */
function others(
  { counterparts, direction, from, phoneNumber }: Call | Message,
  ...to: readonly (string | undefined)[]
): string {
  const ends = { incoming: [from], outgoing: to };
  const lines = (direction ? ends[direction] : []).filter((number) => number !== phoneNumber.number);
  const all = counterparts.length > 0 ? counterparts : lines.filter((number) => number !== undefined);
  if (all.length === 0) return "unknown";
  const named = all.slice(0, NAMED_COUNTERPARTS).map(readable).join(", ");
  const more = all.length - NAMED_COUNTERPARTS;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Not every counterpart is a number: there is `anonymous`, and short codes. */
const readable = (number: string): string =>
  parsePhoneNumberFromString(number)?.formatInternational() ?? number;
