import { notFound, notInPlan } from "../api-error.js";
import type { FakeCall } from "../fake-call.js";
import { recordingAnswer, voicemailAnswer } from "../media-answers.js";
import type { Route, RouteRequest } from "../route.js";
import type { Workspace } from "../workspace.js";

/** The four artefacts of a call, each under its own path. */
export function callArtefactRoutes(workspace: Workspace): Route[] {
  const callOf = ({ id }: RouteRequest): FakeCall => {
    const call = workspace.calls.get(id("callId"));
    if (call === undefined) throw notFound();
    return call;
  };
  return [
    {
      method: "GET",
      path: "/v1/call-recordings/:callId",
      family: "09",
      answer: (request) => ({
        data: callOf(request).recordings.map((recording) => recordingAnswer(recording, workspace.media)),
      }),
    },
    {
      method: "GET",
      path: "/v1/call-summaries/:callId",
      family: "05",
      answer(request) {
        const call = callOf(request);
        if (!workspace.summaries) throw notInPlan();
        const { status, summary, nextSteps, jobs } = call.summary ?? ABSENT_SUMMARY;
        return { data: { callId: call.id, status, summary, nextSteps, jobs } };
      },
    },
    {
      method: "GET",
      path: "/v1/call-transcripts/:callId",
      family: "06",
      answer: (request) => ({ data: mergedTranscript(callOf(request)) }),
    },
    {
      method: "GET",
      path: "/v1/call-voicemails/:callId",
      family: "12",
      answer(request) {
        const { voicemail } = callOf(request);
        if (voicemail === undefined) throw notFound();
        return { data: voicemailAnswer(voicemail, workspace.media) };
      },
    },
  ];
}

const ABSENT_SUMMARY = { status: "absent", summary: null, nextSteps: null, jobs: null } as const;

/** v1 has one transcript on the call's time line: every segment moved by how much later it began than the first. */
function mergedTranscript(call: FakeCall) {
  const [first] = call.transcripts;
  if (first === undefined) {
    return { callId: call.id, createdAt: call.completedAt, duration: 0, status: "absent", dialogue: null };
  }
  const unfinished = call.transcripts.find((segment) => segment.status !== "completed");
  const dialogue = call.transcripts.flatMap((segment) => {
    const offset = (Date.parse(segment.startTime) - Date.parse(first.startTime)) / 1000;
    return (segment.dialogue ?? []).map(({ content, start, end, identifier, userId }) => ({
      content,
      start: start + offset,
      end: end + offset,
      identifier,
      userId,
    }));
  });
  return {
    callId: call.id,
    createdAt: first.createdAt,
    duration: call.transcripts.reduce((sum, segment) => sum + segment.duration, 0),
    status: unfinished?.status ?? "completed",
    dialogue: unfinished ? null : dialogue,
  };
}
