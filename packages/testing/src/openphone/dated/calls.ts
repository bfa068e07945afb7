import { notFound, notInPlan } from "../api-error.js";
import { callOnDated, type FakeCall } from "../fake-call.js";
import { recordingAnswer, voicemailAnswer } from "../media-answers.js";
import { datedPage } from "../page.js";
import { commaList, idOf, instant, oneOf, pageSize, party, type Query, text } from "../query-rules.js";
import type { Route, RouteRequest } from "../route.js";
import { newestFirst, type Workspace } from "../workspace.js";

const STATUS = oneOf(
  ...["queued", "initiated", "ringing", "in-progress", "completed", "busy", "failed", "no-answer"],
  ...["canceled", "missed", "answered", "forwarded", "abandoned"],
);
const INCLUDE = commaList(oneOf("summary", "voicemail"));
const PAGING = { limit: pageSize(50), after: text };

/** Lists the whole workspace, group calls included; no `sort`, no filter by `updatedAt`. */
export function callRoutes(workspace: Workspace): Route[] {
  const callOf = ({ id }: RouteRequest): FakeCall => {
    const call = workspace.calls.get(id("callId"));
    if (call === undefined) throw notFound();
    return call;
  };
  const includeOf = (query: Query): readonly string[] => {
    const include = query.list("include");
    if (include.includes("summary") && !workspace.summaries) throw notInPlan();
    return include;
  };
  const included = (call: FakeCall, include: readonly string[]) => {
    return {
      ...callOnDated(call),
      ...(include.includes("summary") && { summary: call.summary ?? ABSENT_SUMMARY }),
      ...(include.includes("voicemail") &&
        call.voicemail && { voicemail: voicemailAnswer(call.voicemail, workspace.media) }),
    };
  };
  return [
    {
      method: "GET",
      path: "/calls",
      family: "01",
      query: {
        phoneNumberId: idOf("PN"),
        actorId: idOf("(US|SY)"),
        participant: party,
        "participant[in]": commaList(party),
        direction: oneOf("incoming", "outgoing"),
        status: STATUS,
        "status[in]": commaList(STATUS),
        "createdAt[gte]": instant,
        "createdAt[lte]": instant,
        include: INCLUDE,
        ...PAGING,
      },
      answer({ query }) {
        const rows = newestFirst([...workspace.calls.values()].filter((call) => isAsked(call, query)));
        const include = includeOf(query);
        return datedPage(rows, query, (call) => included(call, include));
      },
    },
    {
      method: "GET",
      path: "/calls/:callId",
      family: "01",
      query: { include: INCLUDE },
      answer: (request) => ({ data: included(callOf(request), includeOf(request.query)) }),
    },
    {
      method: "GET",
      path: "/calls/:callId/recordings",
      family: "01",
      query: PAGING,
      answer: (request) =>
        datedPage(callOf(request).recordings, request.query, (recording) =>
          recordingAnswer(recording, workspace.media),
        ),
    },
    {
      method: "GET",
      path: "/calls/:callId/transcripts",
      family: "01",
      query: PAGING,
      answer(request) {
        const segments = callOf(request).transcripts.map((each) => ({ ...each, id: each.recordingId }));
        return datedPage(segments, request.query, ({ id: _id, dialogue, ...segment }) => ({
          ...segment,
          dialogue: dialogue?.map(({ userId, ...line }) => ({ ...line, actorId: userId })) ?? null,
        }));
      },
    },
  ];
}

const ABSENT_SUMMARY = {
  status: "absent",
  type: null,
  summary: null,
  nextSteps: null,
  jobs: null,
  title: null,
} as const;

/** `participant` sees the originating and the receiving number alone, never a third party. */
function isAsked(call: FakeCall, query: Query): boolean {
  const participants = [...query.list("participant"), ...query.list("participant[in]")];
  const statuses = [...query.list("status"), ...query.list("status[in]")];
  const gte = query.get("createdAt[gte]");
  const lte = query.get("createdAt[lte]");
  const at = Date.parse(call.createdAt);
  const isEqual = (name: string, value: string | null) => (query.get(name) ?? value) === value;
  return (
    isEqual("phoneNumberId", call.phoneNumberId) &&
    isEqual("actorId", call.userId) &&
    isEqual("direction", call.direction) &&
    (participants.length === 0 || participants.includes(call.from) || participants.includes(call.to)) &&
    (statuses.length === 0 || statuses.includes(call.status)) &&
    (gte === undefined || at >= Date.parse(gte)) &&
    (lte === undefined || at <= Date.parse(lte))
  );
}
