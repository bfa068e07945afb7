import { callCompleted } from "./call-completed.js";
import { describeCall } from "./call-facts.js";
import { callRecordingCompleted } from "./call-recording-completed.js";
import { callSummaryCompleted } from "./call-summary-completed.js";
import { callTranscriptCompleted, defaultDialogue } from "./call-transcript-completed.js";
import { avery, blake, caseyOffice, mainLine, support } from "./morning-people.js";
import { callBetween, type Scene, type Stage } from "./morning-scene.js";
import { randomInteger } from "./seeded-random.js";

/** Legacy v4, artefacts first: the summary names no phone number, so the call has to be asked for or waited for. */
export function backwardsCall(stage: Stage): Scene {
  const id = stage.id("AC", "backwards");
  const durationSeconds = randomInteger(stage.random, 60, 300);
  const call = callBetween("outgoing", support, blake, { id, durationSeconds, createdAt: stage.at(20) });
  const url = `${stage.mediaBaseUrl}/recordings/CR${id.slice(2)}.mp3`;
  const v4 = { ...call, system: "v4" } as const;
  return {
    prepare(openphone) {
      openphone.addCall(call);
      openphone.addRecording(id, { size: 64_000, serve: "chunked" });
      openphone.setSummary(id);
      openphone.setTranscript(id);
    },
    deliveries: [
      {
        minute: 26,
        system: "v4",
        event: callSummaryCompleted({ ...v4, type: "callSummary" }),
        note: "A summary before its call",
      },
      { minute: 27, system: "v4", event: callTranscriptCompleted(v4), note: "A transcript before its call" },
      {
        minute: 28,
        system: "v4",
        event: callRecordingCompleted({ ...v4, recordings: [{ url }] }),
        note: "A recording before its call",
      },
      { minute: 31, system: "v4", event: callCompleted(v4), note: "The call itself, at last" },
    ],
    expected: {
      key: `call:${id}`,
      database: "calls",
      status: "Answered",
      direction: "outgoing",
      contact: blake.contact,
      recordings: 1,
      voicemail: false,
      summary: true,
      transcriptLines: defaultDialogue(describeCall(call)).length,
    },
  };
}

/** From the app's own webhooks: no duration, no participants, the recording without an id. */
export function oldestSystemCall(stage: Stage): Scene {
  const id = stage.id("AC", "oldest");
  const call = callBetween("outgoing", mainLine, caseyOffice, { id, createdAt: stage.at(130) });
  const v3 = { ...call, system: "v3" } as const;
  const url = `${stage.mediaBaseUrl}/recordings/CR${id.slice(2)}.mp3`;
  return {
    prepare(openphone) {
      openphone.addCall(call);
      openphone.addRecording(id, { size: 30_000 });
    },
    deliveries: [
      { minute: 136, system: "v3", event: callCompleted(v3), note: "A call ends, oldest system" },
      {
        minute: 138,
        system: "v3",
        event: callRecordingCompleted({ ...v3, recordings: [{ url }] }),
        note: "Its recording, without an id",
      },
    ],
    expected: {
      key: `call:${id}`,
      database: "calls",
      status: "Answered",
      direction: "outgoing",
      contact: caseyOffice.contact,
      recordings: 1,
      voicemail: false,
    },
  };
}

/** Its `call.completed` is lost on the way: all that arrives is a v4 summary, which names nothing but the call. */
export function orphanedSummary(stage: Stage): Scene {
  const id = stage.id("AC", "orphan");
  const call = callBetween("incoming", support, avery, { id, createdAt: stage.at(150) });
  return {
    prepare(openphone) {
      openphone.addCall(call);
      openphone.setSummary(id);
    },
    deliveries: [
      {
        minute: 156,
        system: "v4",
        event: callSummaryCompleted({ ...call, system: "v4" }),
        note: "A summary whose call is never sent",
      },
    ],
    expected: {
      key: `call:${id}`,
      database: "calls",
      status: "Answered",
      direction: "incoming",
      contact: avery.contact,
      recordings: 0,
      voicemail: false,
      summary: true,
    },
  };
}
