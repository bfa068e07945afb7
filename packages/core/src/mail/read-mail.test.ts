import { expect, test } from "vitest";
import { readMail } from "./read-mail.js";

const RAW = "Subject: Grüße\r\nMessage-ID: <m1@example.com>\r\n\r\nHello";
const bytes = new TextEncoder().encode(RAW);
/** As a program in plain JavaScript gives it. */
const given = (mail: unknown) => readMail(mail as string);

test("a mail is read from bytes, text or a buffer alike", async () => {
  const padded = new Uint8Array([1, 2, ...bytes, 3]);
  for (const raw of [
    ...[bytes, Buffer.from(bytes), RAW, bytes.slice().buffer],
    new DataView(padded.buffer, 2, bytes.length),
  ])
    expect(await given(raw)).toMatchObject({ subject: "Grüße", messageId: "<m1@example.com>" });
});

test("parts stay as they are", async () => {
  const mail = { text: "Hello" };
  expect(await readMail(mail)).toBe(mail);
});

const NO_MAILS: unknown[] = [
  ...[{}, null, undefined, 7, []],
  { body: RAW },
  { direction: "incoming" },
  { text: undefined },
  new Blob([RAW]),
  JSON.parse(JSON.stringify(Buffer.from(RAW))),
];
test("what is no mail is not taken for an empty one", async () => {
  for (const mail of NO_MAILS)
    await expect(given(mail)).rejects.toMatchObject({ code: "unprocessable_event", retry: "never" });
});

test("an empty mail in raw is refused as well", async () => {
  for (const raw of ["", new ArrayBuffer(0)])
    await expect(given(raw)).rejects.toMatchObject({ code: "unprocessable_event" });
});
