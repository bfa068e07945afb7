import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callCompleted } from "./call-completed.js";
import { callForwarded, callMenuSelected, callMissed, callRinging } from "./call-lifecycle-events.js";
import { callRecordingCompleted } from "./call-recording-completed.js";
import { callSummaryCompleted } from "./call-summary-completed.js";
import { callTranscriptCompleted } from "./call-transcript-completed.js";
import { callVoicemailCompleted } from "./call-voicemail-completed.js";
import { contactDeleted, contactUpdated } from "./contact-events.js";
import { messageDelivered, messageFailed, messageReceived, messageUndelivered } from "./message-events.js";
import { unknownEvent } from "./uninteresting-events.js";
import { postBody } from "./webhook-event.js";

const sample = {
  id: "AC00fake0001",
  conversationId: "CN00fake01",
  createdAt: "2026-10-07T15:00:00.000Z",
} as const;

describe("an answered call", () => {
  test("in the new system", () => {
    const event = callCompleted({ ...sample, eventId: "EV00fake0001" });

    expect(event).toEqual({
      id: "EV00fake0001",
      apiVersion: "2026-03-30",
      createdAt: "2026-10-07T15:04:06.000Z",
      type: "call.completed",
      data: {
        resource: {
          id: "AC00fake0001",
          direction: "incoming",
          status: "answered",
          createdAt: "2026-10-07T15:00:00.000Z",
          answeredAt: "2026-10-07T15:00:05.000Z",
          completedAt: "2026-10-07T15:04:05.000Z",
          updatedAt: "2026-10-07T15:04:06.000Z",
          duration: 240,
          hasVoicemail: false,
        },
        context: {
          orgId: "OR00fake01",
          phoneNumberId: "PN00fake01",
          conversationId: "CN00fake01",
          phoneNumberType: "shared",
          userId: "US00fake01",
          contacts: { ids: [], lookupStatus: "none" },
          participants: {
            workspace: ["+15555550100"],
            external: ["+15555550123"],
            resolution: "available",
          },
        },
        links: { quo: "https://my.quo.com/inbox/PN00fake01/c/CN00fake01?at=AC00fake0001" },
      },
    });
  });

  test("in v4: participants, a deep link, no from and to", () => {
    const { data, ...envelope } = callCompleted({ ...sample, system: "v4" });

    expect(envelope).toMatchObject({ object: "event", apiVersion: "v4", type: "call.completed" });
    expect(data.deepLink).toBe("https://my.quo.com/inbox/PN00fake01/c/CN00fake01?at=AC00fake0001");
    expect(data.object).toEqual({
      id: "AC00fake0001",
      object: "call",
      answeredAt: "2026-10-07T15:00:05.000Z",
      answeredBy: "US00fake01",
      initiatedBy: null,
      direction: "incoming",
      status: "completed",
      completedAt: "2026-10-07T15:04:05.000Z",
      createdAt: "2026-10-07T15:00:00.000Z",
      duration: 240,
      forwardedFrom: null,
      forwardedTo: null,
      phoneNumberId: "PN00fake01",
      participants: ["+15555550123", "+15555550100"],
      updatedAt: "2026-10-07T15:04:06.000Z",
      userId: "US00fake01",
      contactIds: [],
      recordings: null,
    });
  });

  test("in v3: from and to, no duration, no participants", () => {
    const { data } = callCompleted({ ...sample, system: "v3", direction: "outgoing" });

    expect(data).toEqual({
      object: {
        id: "AC00fake0001",
        object: "call",
        from: "+15555550100",
        to: "+15555550123",
        direction: "outgoing",
        media: [],
        voicemail: null,
        status: "completed",
        createdAt: "2026-10-07T15:00:00.000Z",
        answeredAt: "2026-10-07T15:00:05.000Z",
        completedAt: "2026-10-07T15:04:05.000Z",
        userId: "US00fake01",
        phoneNumberId: "PN00fake01",
        conversationId: "CN00fake01",
      },
    });
  });
});

describe("a call that nobody took", () => {
  test.each([
    [{ answered: false }, "unanswered"],
    [{ hasVoicemail: true }, "unanswered"],
    [{ forwardedTo: "+15555550177" }, "forwarded"],
    [{ aiHandled: true }, "ai-handled"],
  ])("%o is %s to the new system", (what, status) => {
    expect(callCompleted(what).data.resource?.status).toBe(status);
  });

  test("has no duration and no answer", () => {
    expect(callCompleted({ answered: false }).data.resource).toMatchObject({
      answeredAt: null,
      duration: null,
      completedAt: "2026-10-07T15:00:20.000Z",
    });
  });

  test("carries its voicemail in v3", () => {
    const url = "https://media.openphone.example/voicemails/VM1.mp3";
    const { object } = callCompleted({ system: "v3", voicemail: { url } }).data;

    expect(object).toMatchObject({ answeredAt: null, voicemail: { url, type: "audio/mpeg", duration: 7 } });
  });

  test("has a v4 body without participants when asked", () => {
    const event = callCompleted({ system: "v4", answered: false, override: { participants: [] } });

    expect(event.data.object?.participants).toEqual([]);
  });
});

describe("the fields of the rarer call events", () => {
  const fieldsOf = (event: { data: { resource?: object; object?: object } }) =>
    Object.keys(event.data.resource ?? event.data.object ?? {}).sort();

  test.each([
    [callRinging(), "createdAt direction id updatedAt"],
    [callMissed(), "createdAt id updatedAt"],
    [callForwarded(), "createdAt forwardedFrom forwardedTo id updatedAt"],
    [callMenuSelected(), "createdAt id phoneMenuSelection phoneMenuSelectionName statusReason updatedAt"],
    [
      callSummaryCompleted(),
      "answeredByUserId callId fromPhoneNumber handledByAiAgent jobs nextSteps processingStatus summary",
    ],
    [callSummaryCompleted({ system: "v4" }), "callId contactIds jobs nextSteps object status summary"],
    [callTranscriptCompleted(), "callId createdAt dialogue duration processingStatus"],
    [
      callTranscriptCompleted({ system: "v4" }),
      "callId contactIds createdAt dialogue duration object status",
    ],
    [
      callVoicemailCompleted(),
      "callId createdAt direction duration from id recordingUrl to transcript updatedAt voicemailId",
    ],
    [callRecordingCompleted(), "answeredAt completedAt createdAt direction duration id recordings updatedAt"],
  ])("%#", (event, fields) => {
    expect(fieldsOf(event).join(" ")).toBe(fields);
  });

  test("ringing has a narrow context", () => {
    expect(Object.keys(callRinging().data.context ?? {})).toEqual([
      "orgId",
      "phoneNumberId",
      "conversationId",
      "userId",
      "participants",
    ]);
  });

  test("v3 recordings are media without an id", () => {
    expect(callRecordingCompleted({ system: "v3" }).data.object?.media).toEqual([
      { url: "https://media.openphone.example/recordings/CR1.mp3", type: "audio/mpeg", duration: 238 },
    ]);
  });

  test("an artefact that is not completed has no content", () => {
    const absent = { processingStatus: "absent", summary: null, nextSteps: null };
    expect(callSummaryCompleted({ status: "absent" }).data.resource).toMatchObject(absent);
    expect(callTranscriptCompleted({ status: "failed" }).data.resource).toMatchObject({ dialogue: null });
  });

  test("the envelope may print the alias of the legacy documentation", () => {
    const event = callSummaryCompleted({ system: "v4", type: "callSummary" });

    expect(event.type).toBe("callSummary");
    expect(event.data).not.toHaveProperty("deepLink");
  });
});

describe("messages", () => {
  const media = [{ type: "image/jpeg", url: "https://media.openphone.example/0.jpg" }];

  test("new bodies have media, and say who in the context", () => {
    const { resource, context } = messageReceived({ media }).data;

    expect(resource).toEqual({
      id: "AC2",
      direction: "incoming",
      text: "Hello",
      media,
      status: "received",
      createdAt: "2026-10-07T15:00:00.000Z",
    });
    expect(context).toMatchObject({
      senderIdentifier: "+15555550123",
      recipientIdentifiers: ["+15555550100"],
    });
  });

  test("v4 bodies print one recipient as a string and have no media", () => {
    expect(messageReceived({ system: "v4", media }).data.object).toEqual({
      id: "AC2",
      object: "message",
      from: "+15555550123",
      to: "+15555550100",
      direction: "incoming",
      text: "Hello",
      status: "received",
      createdAt: "2026-10-07T15:00:00.000Z",
      userId: "US00fake01",
      phoneNumberId: "PN00fake01",
      contactIds: [],
    });
  });

  test("v3 bodies say body for text", () => {
    const { object } = messageDelivered({ system: "v3", media, text: "Done" }).data;

    expect(object).toMatchObject({ body: "Done", media, direction: "outgoing", status: "delivered" });
    expect(object).not.toHaveProperty("text");
  });

  test("a failed one has an error code and no media, an undelivered one both", () => {
    expect(messageFailed().data.resource).not.toHaveProperty("media");
    expect(messageFailed().data.resource).toMatchObject({ status: "failed", errorCode: null });
    expect(messageUndelivered().data.resource).toMatchObject({ media: [], errorCode: "30007" });
  });
});

describe("any body", () => {
  test("is compact JSON", () => {
    const event = messageReceived({ text: "a b" });

    expect(postBody(event)).toBe(JSON.stringify(JSON.parse(postBody(event))));
    expect(postBody(event)).not.toMatch(/": /);
  });

  test("has an id that its content decides", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const [first, second] = [messageReceived({ text: a }), messageReceived({ text: b })];
        expect(first.id === second.id).toBe(a === b);
      }),
    );
  });

  test("can be changed in every field, and lose every field", () => {
    const event = callCompleted({
      override: { status: "unknown", duration: undefined },
      context: { userId: null },
    });

    expect(event.data.resource?.status).toBe("unknown");
    expect(event.data.resource).not.toHaveProperty("duration");
    expect(event.data.context?.userId).toBeNull();
  });

  test("that no sender would write takes an override", () => {
    for (const durationSeconds of [-1, Number.NaN])
      expect(() => callCompleted({ durationSeconds })).toThrow(/durationSeconds must be 0 or more/);
    expect(() => messageReceived({ to: "+15555550100" as never })).toThrow(/to must be an array/);
    expect(callCompleted({ override: { duration: -1 } }).data.resource?.duration).toBe(-1);
  });

  test("of a contact is told apart by its type alone", () => {
    expect(contactDeleted().data).toEqual(contactUpdated().data);
    expect(contactDeleted().type).toBe("contact.deleted");
  });

  test("of an unknown type may be anything", () => {
    expect(unknownEvent({ type: "call.teleported", resource: { id: "AC9" } })).toMatchObject({
      type: "call.teleported",
      data: { resource: { id: "AC9" } },
    });
  });
});
