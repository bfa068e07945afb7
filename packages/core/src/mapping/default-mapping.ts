import type { Call, Mail, MediaFile, Message } from "../record/activity.js";
import { callTitle, messageTitle } from "./activity-title.js";
import { defineMapping } from "./define-mapping.js";
import type { FileLink } from "./property.js";
import {
  date,
  email,
  files,
  id,
  number,
  phone,
  relation,
  select,
  text,
  title,
  url,
} from "./property-builders.js";
import { clockTime } from "./spoken-time.js";

// A part that is not there yet answers `undefined`: its column is then left alone rather than emptied.

const someText = (value: string): string | undefined => (value === "" ? undefined : value);

const list = (values: readonly string[]): string | undefined => someText(values.join(", "));

const bullets = (lines: readonly string[]): string | undefined =>
  someText(lines.map((line) => `• ${line}`).join("\n"));

/** A file has no link until it is archived. */
function links(media: readonly MediaFile[]): FileLink[] | undefined {
  const archived = media.flatMap(({ name, url, upload }) =>
    url === undefined ? [] : [{ name, url, ...(upload ? { upload } : {}) }],
  );
  return archived.length === 0 ? undefined : archived;
}

const directionName = ({ direction }: Pick<Call | Message | Mail, "direction">): string | undefined =>
  direction && { incoming: "Incoming", outgoing: "Outgoing" }[direction];

const transcript = (call: Call): string | undefined =>
  someText(
    call.transcript.map((line) => `[${clockTime(line.start)}] ${line.speaker}: ${line.content}`).join("\n"),
  );

/** The columns that are synced without any configuration. Extend it by spreading it into your own mapping. */
export const defaultMapping = defineMapping({
  calls: {
    Name: title(callTitle),
    "Call ID": id((call) => call.id),
    Direction: select(directionName),
    Status: select((call) => call.status),
    /** Seconds. */
    Duration: number((call) => (call.endedAt === undefined ? undefined : call.durationSeconds)),
    From: phone((call) => call.from),
    To: phone((call) => call.to),
    Participants: text((call) => list(call.participants)),
    "OpenPhone Number": phone((call) => call.phoneNumber.number),
    User: select((call) => call.user.name),
    "Started At": date((call) => call.startedAt),
    "Answered At": date((call) => call.answeredAt),
    "Ended At": date((call) => call.endedAt),
    Recording: files((call) => links(call.recordings)),
    Voicemail: files((call) => call.voicemail && links([call.voicemail])),
    "Voicemail Transcript": text((call) => call.voicemail?.transcript),
    Summary: text((call) => bullets(call.summary)),
    "Next Steps": text((call) => bullets(call.nextSteps)),
    Transcript: text(transcript),
    Canvas: relation((_call, context) => context.canvas),
    "Conversation ID": text((call) => call.conversationId),
    Link: url((call) => call.link),
  },
  messages: {
    Name: title(messageTitle),
    "Message ID": id((message) => message.id),
    Direction: select(directionName),
    Status: select((message) => message.status),
    From: phone((message) => message.from),
    To: phone((message) => list(message.to)),
    Content: text((message) => message.text),
    "OpenPhone Number": phone((message) => message.phoneNumber.number),
    User: select((message) => message.user.name),
    "Sent At": date((message) => message.sentAt),
    Media: files((message) => links(message.media)),
    Canvas: relation((_message, context) => context.canvas),
    "Conversation ID": text((message) => message.conversationId),
    Link: url((message) => message.link),
  },
  mail: {
    Subject: title((mail) => someText(mail.subject) ?? "(no subject)"),
    "Message ID": id((mail) => mail.id),
    From: email((mail) => mail.from),
    To: text((mail) => list(mail.to)),
    CC: text((mail) => list(mail.cc)),
    Body: text((mail) => mail.body),
    Direction: select(directionName),
    "Sent At": date((mail) => mail.sentAt),
    Attachments: files((mail) => links(mail.attachments)),
    Canvas: relation((_mail, context) => context.canvas),
    "Thread ID": text((mail) => mail.threadId),
  },
});
