import { callCompleted } from "./call-completed.js";
import { callForwarded, callMissed, callRinging } from "./call-lifecycle-events.js";
import { callSummaryCompleted } from "./call-summary-completed.js";
import { callVoicemailCompleted } from "./call-voicemail-completed.js";
import { fakeWorkspace } from "./fake-workspace.js";
import {
  avery,
  blake,
  caseyMobile,
  caseyOffice,
  ellis,
  mainLine,
  stranger,
  support,
} from "./morning-people.js";
import { callBetween, type ExpectedRow, type Scene, type Stage } from "./morning-scene.js";
import { randomInteger } from "./seeded-random.js";

const incoming = (id: string, status: string, contact: string | null): ExpectedRow => ({
  key: `call:${id}`,
  database: "calls",
  status,
  direction: "incoming",
  contact,
  recordings: 0,
  voicemail: false,
});

/** By somebody in nobody's contacts. */
export function missedCall(stage: Stage): Scene {
  const id = stage.id("AC", "missed");
  const call = callBetween("incoming", mainLine, stranger, { id, answered: false, createdAt: stage.at(15) });
  return {
    prepare: (openphone) => void openphone.addCall(call),
    deliveries: [
      { minute: 15, system: "new", event: callRinging(call), note: "A call rings" },
      { minute: 16, system: "new", event: callMissed(call), note: "Nobody answers" },
      { minute: 17, system: "new", event: callCompleted(call), note: "The missed call ends" },
    ],
    expected: incoming(id, "Missed", null),
  };
}

/** v4 forgets the participants of some unanswered calls; only the API knows who it was. */
export function missedCallWithoutParticipants(stage: Stage): Scene {
  const id = stage.id("AC", "empty");
  const call = callBetween("incoming", support, caseyMobile, {
    id,
    answered: false,
    createdAt: stage.at(95),
  });
  const event = callCompleted({ ...call, system: "v4", override: { participants: [] } });
  return {
    prepare: (openphone) => void openphone.addCall(call),
    deliveries: [{ minute: 96, system: "v4", event, note: "A missed call without participants" }],
    expected: incoming(id, "Missed", caseyMobile.contact),
  };
}

export function voicemail(stage: Stage): Scene {
  const id = stage.id("AC", "voicemail");
  const voicemailId = stage.id("VM", "voicemail");
  const call = callBetween("incoming", mainLine, blake, { id, hasVoicemail: true, createdAt: stage.at(33) });
  const voicemailSeconds = randomInteger(stage.random, 8, 60);
  const recordingUrl = `${stage.mediaBaseUrl}/voicemails/${voicemailId}.mp3`;
  const completed = callCompleted(call);
  const left = callVoicemailCompleted({ ...call, voicemailId, voicemailSeconds, recordingUrl });
  return {
    prepare(openphone) {
      openphone.addCall(call);
      openphone.addVoicemail(id, { id: voicemailId, durationSeconds: voicemailSeconds, size: 24_000 });
    },
    deliveries: [
      { minute: 35, system: "new", event: completed, note: "Nobody answers, a voicemail is left" },
      { minute: 35, system: "new", event: completed, note: "The same event once more" },
      { minute: 90, system: "new", event: left, note: "The voicemail, late" },
    ],
    expected: { ...incoming(id, "Voicemail", blake.contact), voicemail: true },
  };
}

/** The oldest system carries the voicemail inside the call. */
export function oldestSystemVoicemail(stage: Stage): Scene {
  const id = stage.id("AC", "oldvoicemail");
  const voicemailId = stage.id("VM", "oldvoicemail");
  const call = callBetween("incoming", mainLine, avery, { id, hasVoicemail: true, createdAt: stage.at(120) });
  const url = `${stage.mediaBaseUrl}/voicemails/${voicemailId}.mp3`;
  const event = callCompleted({ ...call, system: "v3", voicemail: { url, durationSeconds: 9 } });
  return {
    prepare(openphone) {
      openphone.addCall(call);
      openphone.addVoicemail(id, { id: voicemailId, durationSeconds: 9, size: 12_000 });
    },
    deliveries: [{ minute: 122, system: "v3", event, note: "A voicemail, oldest system" }],
    expected: { ...incoming(id, "Voicemail", avery.contact), voicemail: true },
  };
}

export function forwardedCall(stage: Stage): Scene {
  const id = stage.id("AC", "forwarded");
  const call = callBetween("incoming", mainLine, caseyOffice, {
    id,
    forwardedFrom: mainLine.number,
    forwardedTo: "+15555550177",
    createdAt: stage.at(48),
  });
  return {
    prepare: (openphone) => void openphone.addCall(call),
    deliveries: [
      { minute: 50, system: "new", event: callCompleted(call), note: "A forwarded call ends" },
      { minute: 52, system: "new", event: callForwarded(call), note: "Where it was forwarded, afterwards" },
    ],
    expected: incoming(id, "Forwarded", caseyOffice.contact),
  };
}

/** Handled by the AI agent, whose id is no user's. */
export function agentCall(stage: Stage): Scene {
  const id = stage.id("AC", "agent");
  const call = callBetween("incoming", support, ellis, {
    id,
    aiHandled: true,
    userId: fakeWorkspace.aiAgentId,
    durationSeconds: 75,
    createdAt: stage.at(100),
  });
  const jobs = [
    {
      icon: "✍️",
      name: "Message taking",
      result: { data: [{ name: "Reason", value: "Opening hours" }] },
    },
  ];
  const summary = ["Caller asked for the opening hours."];
  return {
    prepare(openphone) {
      openphone.addCall(call);
      openphone.setSummary(id, { summary, jobs });
    },
    deliveries: [
      { minute: 103, system: "new", event: callCompleted(call), note: "The AI agent ends a call" },
      {
        minute: 104,
        system: "new",
        event: callSummaryCompleted({ ...call, summary, nextSteps: [], jobs }),
        note: "What the agent noted",
      },
    ],
    expected: { ...incoming(id, "AI handled", ellis.contact), summary: true },
  };
}
