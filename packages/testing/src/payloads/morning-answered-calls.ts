import { callCompleted } from "./call-completed.js";
import { describeCall } from "./call-facts.js";
import { callAnswered, callRinging } from "./call-lifecycle-events.js";
import { callRecordingCompleted } from "./call-recording-completed.js";
import { callSummaryCompleted } from "./call-summary-completed.js";
import { callTranscriptCompleted, defaultDialogue } from "./call-transcript-completed.js";
import { avery, ellis, mainLine, stranger } from "./morning-people.js";
import { callBetween, type Scene, type Stage } from "./morning-scene.js";
import { secondsAfter } from "./seconds-after.js";
import { randomInteger } from "./seeded-random.js";

/** Everything in order, and the end told by both webhook systems, as during a migration. */
export function answeredCall(stage: Stage): Scene {
  const id = stage.id("AC", "answered");
  const durationSeconds = randomInteger(stage.random, 120, 400);
  const call = callBetween("incoming", mainLine, avery, { id, durationSeconds, createdAt: stage.at(2) });
  const url = `${stage.mediaBaseUrl}/recordings/CR${id.slice(2)}.mp3`;
  return {
    prepare(openphone) {
      openphone.addCall(call);
      openphone.addRecording(id, { size: 96_000 });
      openphone.setSummary(id);
      openphone.setTranscript(id);
    },
    deliveries: [
      { minute: 2, system: "new", event: callRinging(call), note: "A call rings" },
      { minute: 3, system: "new", event: callAnswered(call), note: "The call is answered" },
      { minute: 10, system: "new", event: callCompleted(call), note: "The call ends" },
      { minute: 10, system: "v4", event: callCompleted({ ...call, system: "v4" }), note: "The same, legacy" },
      {
        minute: 12,
        system: "new",
        event: callRecordingCompleted({ ...call, recordings: [{ url }] }),
        note: "Its recording",
      },
      { minute: 40, system: "new", event: callTranscriptCompleted(call), note: "Its transcript, late" },
      { minute: 55, system: "new", event: callSummaryCompleted(call), note: "Its summary, later" },
    ],
    expected: {
      key: `call:${id}`,
      database: "calls",
      status: "Answered",
      direction: "incoming",
      contact: avery.contact,
      recordings: 1,
      voicemail: false,
      summary: true,
      transcriptLines: defaultDialogue(describeCall(call)).length,
    },
  };
}

/** Paused and resumed: two recorded segments, the second told after everything else. */
export function pausedCall(stage: Stage): Scene {
  const id = stage.id("AC", "paused");
  const call = callBetween("incoming", mainLine, ellis, {
    id,
    durationSeconds: 300,
    createdAt: stage.at(60),
  });
  const { answeredAt } = describeCall(call);
  const segment = (name: string, afterSeconds: number) => ({
    id: stage.id("CR", name),
    url: `${stage.mediaBaseUrl}/recordings/${stage.id("CR", name)}.mp3`,
    startTime: secondsAfter(answeredAt ?? stage.at(60), afterSeconds),
    durationSeconds: 100,
  });
  const first = segment("first", 1);
  const second = segment("second", 180);
  return {
    prepare(openphone) {
      openphone.addCall(call);
      openphone.addRecording(id, { ...first, size: 40_000 });
      openphone.addRecording(id, { ...second, size: 56_000, serve: "redirect" });
      openphone.setTranscript(id, { recordingId: first.id });
    },
    deliveries: [
      {
        minute: 64,
        system: "new",
        event: callTranscriptCompleted(call),
        note: "A transcript before its call",
      },
      {
        minute: 66,
        system: "new",
        event: callRecordingCompleted({ ...call, recordings: [first] }),
        note: "The first segment's recording",
      },
      { minute: 67, system: "new", event: callCompleted(call), note: "The call ends" },
      {
        minute: 110,
        system: "new",
        event: callRecordingCompleted({ ...call, recordings: [first, second] }),
        note: "The second segment's recording",
      },
    ],
    expected: {
      key: `call:${id}`,
      database: "calls",
      status: "Answered",
      direction: "incoming",
      contact: ellis.contact,
      recordings: 2,
      voicemail: false,
      transcriptLines: defaultDialogue(describeCall(call)).length,
    },
  };
}

/** Three parties: v1 refuses to show it, and only one of the others is a known contact. */
export function groupCall(stage: Stage): Scene {
  const id = stage.id("AC", "group");
  const others = [stranger.number];
  const call = callBetween("outgoing", mainLine, avery, { id, others, createdAt: stage.at(75) });
  return {
    prepare: (openphone) => void openphone.addCall(call),
    deliveries: [{ minute: 80, system: "new", event: callCompleted(call), note: "A call of three ends" }],
    expected: {
      key: `call:${id}`,
      database: "calls",
      status: "Answered",
      direction: "outgoing",
      contact: avery.contact,
      recordings: 0,
      voicemail: false,
    },
  };
}
