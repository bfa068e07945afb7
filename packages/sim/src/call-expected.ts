import type { CallOptions, PlainValue } from "@openphone-notion/testing";
import { ownNumber, spelt } from "./people.ts";
import { type Expected, is, onceTold, type Told } from "./story.ts";

/** How a call went. */
export interface CallCourse {
  incoming: boolean;
  answered: boolean;
  customer: string;
  talkSeconds: number;
  voicemail: boolean;
  recordings: number;
  summary: string[] | undefined;
  nextSteps: string[];
  dialogue: { content: string; start: number; end: number; identifier: null; userId: null }[] | undefined;
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `• ${line}`).join("\n");

/** The columns of a call, told from its course alone: nothing here is shared with the mapping under test. */
export function expectedCall(
  id: string,
  call: CallOptions,
  course: CallCourse,
  { startAt, endAt, told }: { startAt: number; endAt: number; told: ReadonlySet<Told> },
): Record<string, Expected> {
  const { incoming, answered, customer, talkSeconds, voicemail, summary, dialogue } = course;
  const ended = told.has("end");
  const spoken = dialogue?.map(
    ({ content, start }) => `[${start < 60 ? `0:0${start}` : `1:0${start - 60}`}] Speaker: ${content}`,
  );
  return {
    "Call ID": is(id),
    Direction: is(incoming ? "Incoming" : "Outgoing"),
    From: is(incoming ? customer : ownNumber),
    To: is(incoming ? ownNumber : customer),
    Participants: is(`${ownNumber}, ${customer}`),
    "OpenPhone Number": is(ownNumber),
    User: is("Dana Lee"),
    "Started At": is(startAt),
    Name: title(course, told),
    Status: status(course, told),
    Duration: onceTold(ended, talkSeconds, 0),
    "Answered At": answered ? onceTold(ended, startAt + 5_000) : is(null),
    "Ended At": onceTold(ended, endAt),
    Recording: onceTold(told.has("recordings") || course.recordings === 0, course.recordings, 0),
    Voicemail: onceTold(told.has("voicemail") || !voicemail, voicemail ? 1 : 0, 0),
    "Voicemail Transcript": onceTold(
      told.has("voicemail") || !voicemail,
      voicemail ? "Hi, please call me back." : null,
    ),
    Summary: onceTold(told.has("summary") || !summary, summary ? bullets(summary) : null),
    "Next Steps": onceTold(told.has("summary") || !summary, summary ? bullets(course.nextSteps) : null),
    Transcript: onceTold(told.has("transcript") || !spoken, spoken ? spoken.join("\n") : null),
    "Conversation ID": onceTold(told.has("conversation"), call.conversationId ?? null),
    Link: onceTold(told.has("link"), `https://my.quo.com/inbox/PN00fake01/c/${call.conversationId}?at=${id}`),
  };
}

function outcomes({ incoming, answered, voicemail }: CallCourse, told: ReadonlySet<Told>): string[] {
  if (!told.has("outcome") && !told.has("leftVoicemail")) {
    return answered
      ? ["Ringing", "In progress", "Unknown", "Answered"]
      : ["Ringing", "Unknown", "Missed", "Voicemail", "No answer"];
  }
  if (answered) return ["Answered"];
  if (!incoming) return ["No answer"];
  if (!voicemail) return ["Missed"];
  return told.has("leftVoicemail") ? ["Voicemail"] : ["Missed", "Voicemail"];
}

const oneOf = (values: readonly PlainValue[]): Expected =>
  values.length === 1 ? is(values[0]!) : { among: values };

const status = (course: CallCourse, told: ReadonlySet<Told>): Expected => oneOf(outcomes(course, told));

function title(course: CallCourse, told: ReadonlySet<Told>): Expected {
  const { incoming, customer, talkSeconds } = course;
  const who = spelt(customer);
  const minutes = Math.floor(talkSeconds / 60);
  const talk = minutes > 0 ? `${minutes}m ${talkSeconds % 60}s` : `${talkSeconds}s`;
  const named = (outcome: string): string[] => {
    if (outcome === "Missed" || outcome === "Voicemail")
      return [`${outcome === "Missed" ? "Missed call" : "Voicemail"} from ${who}`];
    const call = `Call ${incoming ? "from" : "to"} ${who}`;
    // That they talked is known from the end alone.
    if (outcome === "Answered")
      return told.has("end") ? [`${call} · ${talk}`] : [`${call} · ${talk}`, `${call} · Answered`];
    return [`${call} · ${outcome}`];
  };
  return oneOf(outcomes(course, told).flatMap(named));
}
