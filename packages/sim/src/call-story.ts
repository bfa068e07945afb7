import {
  type CallOptions,
  callAnswered,
  callCompleted,
  callMissed,
  callRecordingCompleted,
  callRinging,
  callSummaryCompleted,
  callTranscriptCompleted,
  callVoicemailCompleted,
  type WebhookSystem,
} from "@openphone-notion/testing";
import { type CallCourse, expectedCall } from "./call-expected.ts";
import type { Dice } from "./dice.ts";
import { customers, ownNumber } from "./people.ts";
import type { Part, Story, Told } from "./story.ts";

const RING_MS = 5_000;
const FILE_BYTES = 3_000;

/** A call, told by every system that is on, with the artefacts that chance gives it. */
export function callStory(
  dice: Dice,
  id: string,
  options: { start: number; at: number; systems: readonly WebhookSystem[]; longTexts: boolean },
): Story {
  const { start, at, systems } = options;
  const course = courseOf(dice, options.longTexts);
  const { incoming, customer, answered, talkSeconds, voicemail } = course;
  const call: CallOptions = {
    id,
    direction: incoming ? "incoming" : "outgoing",
    from: incoming ? customer : ownNumber,
    to: incoming ? ownNumber : customer,
    createdAt: new Date(start + at).toISOString(),
    conversationId: `CN${id.slice(2)}`,
    answered,
    durationSeconds: talkSeconds,
    hasVoicemail: voicemail,
  };
  const endAt = at + (answered ? RING_MS + talkSeconds * 1000 : 20_000);
  const recordings = Array.from({ length: course.recordings }, (_, index) => ({
    id: `CR${id.slice(2)}-${index}`,
    url: `https://media.openphone.example/recordings/CR${id.slice(2)}-${index}.mp3`,
    // Told apart by length where a system sends no ids.
    durationSeconds: 10 + index * 7,
    startTime: new Date(start + at + RING_MS + 1_000 + index * 20_000).toISOString(),
  }));

  return {
    key: `call:${id}`,
    database: "calls",
    counterparts: [customer],
    prepare(openphone) {
      openphone.addCall(call);
      for (const recording of recordings) openphone.addRecording(id, { ...recording, size: FILE_BYTES });
      if (voicemail) openphone.addVoicemail(id, { size: FILE_BYTES });
      if (course.summary) openphone.setSummary(id, { summary: course.summary, nextSteps: course.nextSteps });
      if (course.dialogue) openphone.setTranscript(id, { dialogue: course.dialogue });
    },
    parts: systems.flatMap((system) => partsOf(system, call, course, recordings, { at, endAt })),
    expected: (told) => expectedCall(id, call, course, { startAt: start + at, endAt: start + endAt, told }),
  };
}

function courseOf(dice: Dice, longTexts: boolean): CallCourse {
  const incoming = dice.chance(0.7);
  const answered = dice.chance(0.6);
  const line = (content: string, second: number) => ({
    content,
    start: second,
    end: second + 2,
    identifier: null,
    userId: null,
  });
  const words = longTexts ? "All of it, word for word, again and again. ".repeat(5_000) : "Hello.";
  return {
    incoming,
    answered,
    customer: dice.pick(customers),
    talkSeconds: answered ? dice.between(5, 120) : 0,
    voicemail: incoming && !answered && dice.chance(0.5),
    recordings: answered ? dice.pick([0, 1, 1, 2]) : 0,
    summary: answered && dice.chance(0.5) ? [`Summary ${dice.between(1, 99)}.`] : undefined,
    nextSteps: ["Call back."],
    dialogue: answered && (longTexts || dice.chance(0.5)) ? [line(words, 1), line("Bye.", 61)] : undefined,
  };
}

function partsOf(
  system: WebhookSystem,
  call: CallOptions,
  course: CallCourse,
  recordings: readonly { id: string; url: string; durationSeconds: number; startTime: string }[],
  { at, endAt }: { at: number; endAt: number },
): Part[] {
  const { incoming, answered, voicemail, summary, nextSteps, dialogue } = course;
  const isNew = system === "new";
  const parts: Part[] = [];
  const add = (event: Part["event"], when: number, ...tells: Told[]) =>
    void parts.push({ event, at: when, tells });
  const where: Told[] = isNew || system === "v4" ? ["conversation", "link"] : ["conversation"];

  add(callRinging({ ...call, system }), at, ...where);
  if (isNew && answered) add(callAnswered(call), at + RING_MS, ...where);
  if (isNew && incoming && !answered && !voicemail) add(callMissed(call), endAt, "outcome", ...where);
  const left: Told[] = voicemail && isNew ? ["leftVoicemail"] : [];
  add(callCompleted({ ...call, system }), endAt + 1_000, "outcome", "end", ...left, ...where);
  if (recordings.length > 0)
    add(callRecordingCompleted({ ...call, system, recordings }), endAt + 6_000, "recordings", ...where);
  if (voicemail && isNew)
    add(callVoicemailCompleted(call), endAt + 20_000, "voicemail", "leftVoicemail", ...where);
  if (system === "v3") return parts;
  const beside: Told[] = isNew ? where : [];
  if (summary)
    add(callSummaryCompleted({ ...call, system, summary, nextSteps }), endAt + 31_000, "summary", ...beside);
  if (dialogue)
    add(callTranscriptCompleted({ ...call, system, dialogue }), endAt + 66_000, "transcript", ...beside);
  return parts;
}
