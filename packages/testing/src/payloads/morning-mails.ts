import { avery } from "./morning-people.js";
import type { Stage } from "./morning-scene.js";
import { rawMail } from "./raw-mail.js";

/** Every address of the office. */
export const OFFICE_DOMAIN = "@example.org";

/** The one row that a mail must end up as. */
export interface ExpectedMail {
  key: `mail:${string}`;
  database: "mail";
  direction: "incoming" | "outgoing";
  /** Name of the one linked contact; `null` for none. */
  contact: string | null;
  attachments: number;
}

/** A mail on its way, and the minute of the morning at which it arrives. */
export interface SceneMail {
  minute: number;
  /** RFC 822. */
  raw: Uint8Array<ArrayBuffer>;
  /** For a person to read; without personal data. */
  note: string;
}

/** A customer's question with a plan attached, handed on twice, the answer to it, and a mail from a stranger. */
export function mailsOf(stage: Stage): { mails: SceneMail[]; expected: ExpectedMail[] } {
  const idOf = (name: string) => `${stage.id("", name)}@mail.example.com`;
  const dateAt = (minute: number) => new Date(stage.at(minute)).toUTCString().replace("GMT", "+0000");
  const [question, answer, offer] = [idOf("question"), idOf("answer"), idOf("offer")];
  const office = `Office <office${OFFICE_DOMAIN}>`;
  const customer = `${avery.contact} <avery@example.com>`;
  const asked = rawMail({
    ...{ messageId: `<${question}>`, from: customer, to: office, date: dateAt(62) },
    subject: "Plan of the shop – does it fit?",
    text: "Does the counter fit where the plan has it?",
    attachments: [{ name: "plan.txt", contentType: "text/plain", content: "counter ".repeat(200) }],
  });
  const answered = rawMail({
    ...{ messageId: `<${answer}>`, from: office, to: customer, date: dateAt(88) },
    subject: "Re: Plan of the shop – does it fit?",
    ...{ inReplyTo: `<${question}>`, references: `<${question}>` },
    html: "<p>It does, with <b>20 cm</b> to spare.</p>",
  });
  const offered = rawMail({
    ...{ messageId: `<${offer}>`, from: "sales@example.net", to: office, date: dateAt(101) },
    ...{ subject: "An offer", text: "Paper, by the tonne." },
  });
  const row = { database: "mail", direction: "incoming", contact: avery.contact, attachments: 0 } as const;
  return {
    mails: [
      { minute: 62, raw: asked, note: "A customer writes, with an attachment" },
      { minute: 64, raw: asked, note: "The same mail once more" },
      { minute: 88, raw: answered, note: "The office answers" },
      { minute: 101, raw: offered, note: "A stranger writes" },
    ],
    expected: [
      { ...row, key: `mail:${question}`, attachments: 1 },
      { ...row, key: `mail:${answer}`, direction: "outgoing" },
      { ...row, key: `mail:${offer}`, contact: null },
    ],
  };
}
