import type { Message } from "./activity.js";
import type { ViewOptions } from "./call.js";
import { defined } from "./defined.js";
import { mediaFiles } from "./media-file.js";
import { messageOutcome } from "./message-outcome.js";
import { messageParties } from "./message-parties.js";
import type { MessageRecord } from "./record.js";
import { messageSources } from "./sources.js";
import { isoTime } from "./time.js";
import { workspacePhoneNumber } from "./workspace-phone-number.js";
import { workspaceUser } from "./workspace-user.js";

/** The record as a mapping sees it. */
export function toMessage(record: MessageRecord, { directory, media = new Map() }: ViewOptions): Message {
  const { fields } = record;
  const { own, counterparts } = messageParties(record, directory);
  const status = messageOutcome(record);
  return defined({
    kind: "message" as const,
    id: record.id,
    direction: fields.direction?.value,
    status,
    rawStatus: fields.status?.value,
    phoneNumber: workspacePhoneNumber(fields.phoneNumberId?.value, own, directory),
    user: workspaceUser(fields.userId?.value, directory),
    conversationId: fields.conversationId?.value,
    link: fields.link?.value,
    from: fields.from?.value,
    to: fields.to?.value ?? [],
    counterparts,
    text: fields.text?.value ?? "",
    media: mediaFiles(messageSources(record), media),
    sentAt: isoTime(fields.createdAt?.value),
    // A retried message keeps the code of its first failure after it was delivered.
    errorCode: status === "Failed" || status === "Undelivered" ? fields.errorCode?.value : undefined,
  });
}
