import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMail } from "./parse-mail.js";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const mail = (...lines: string[]) => parseMail(bytes(lines.join("\r\n")));
const contentOf = (file: { content: Uint8Array } | undefined) => new TextDecoder().decode(file?.content);

const parts = (...bodies: string[]) => [
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  ...bodies.flatMap((body) => ["--b", body]),
  "--b--",
];

test("headers, encoded words and groups", async () => {
  const parsed = await mail(
    "From: =?iso-8859-1?Q?Ren=E9e?= <renee@example.com>",
    'To: Friends: "Doe, Jane" <jane@example.com>, omar@example.com;, office@example.org',
    "Cc: undisclosed-recipients:;",
    "Subject: =?utf-8?B?w5ZmZm51bmc=?=",
    "Message-ID: <m1@example.com>",
    "In-Reply-To: <m0@example.com>",
    "Date: Wed, 7 Oct 2026 17:00:00 +0200",
    "",
    "Hello",
  );
  expect(parsed).toMatchObject({
    from: { address: "renee@example.com", name: "Renée" },
    to: [
      { address: "jane@example.com", name: "Doe, Jane" },
      { address: "omar@example.com" },
      { address: "office@example.org" },
    ],
    cc: [],
    subject: "Öffnung",
    messageId: "<m1@example.com>",
    inReplyTo: "<m0@example.com>",
    date: "2026-10-07T15:00:00.000Z",
  });
  expect(parsed.text?.trim()).toBe("Hello");
});

describe("HTML", () => {
  test("becomes what a reader sees of it", async () => {
    const html =
      '<style>p{}</style><h1>Offer</h1><p>Dear&nbsp;Jane,<br>see <a href="https://example.com/x">here</a>:</p><ul><li>one<li>two</ul><img src="cid:1"><script>alert(1)</script>';
    const { text, attachments } = await mail("Subject: x", "Content-Type: text/html", "", html);
    expect(text?.replaceAll("\u00a0", " ")).toBe(
      "Offer\n\nDear Jane,\nsee here (https://example.com/x):\n\n * one\n * two",
    );
    expect(attachments).toEqual([]);
  });

  const both = (text: string, html: string) =>
    mail(
      "Content-Type: multipart/alternative; boundary=b",
      "",
      ...["--b", "Content-Type: text/plain", "", text],
      ...["--b", "Content-Type: text/html", "", html, "--b--"],
    );

  test("beside a plain text is left alone", async () => {
    expect((await both("plain", "<b>html</b>")).text?.trim()).toBe("plain");
    const letter = "Dear Jane, the invoice for October is 120.00, payable by the end of November.";
    const footer = `<p>See it at <a href="https://example.com/${"x".repeat(900)}">our site</a></p>`;
    const { text, attachments } = await both(letter, `<style>${"p{}".repeat(500)}</style>${letter}${footer}`);
    expect(text?.trim()).toBe(letter);
    expect(attachments).toEqual([]);
  });

  test("that says much more than its plain text takes the place of that", async () => {
    const rows = ["one", "two", "three", "four", "five"].map(
      (item) => `<li>Item ${item}, 24.00 each, in stock</li>`,
    );
    const { text } = await both(
      "Your mail program does not show HTML.",
      `<h1>Invoice 7</h1><ul>${rows.join("")}</ul>`,
    );
    expect(text).toMatch(/^Invoice 7\n\n \* Item one, 24\.00 each/);
  });

  test.each([
    ["too long", `<p>${"word ".repeat(210_000)}</p>`],
    ["nested too deep", `${"<div>".repeat(5_000)}deep`],
  ])("%s to be shown is attached", async (_, html) => {
    const { text, attachments } = await mail("Content-Type: text/html", "", html);
    expect(text).toContain("Mail.html");
    expect(contentOf(attachments?.[0]).trim()).toBe(html);
  });
});

describe("attachments", () => {
  test("come with name, type and bytes; empty ones and forwarded mails too", async () => {
    const { attachments } = await mail(
      ...parts(
        'Content-Type: application/pdf; name="../../etc/a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==',
        "Content-Disposition: attachment; filename=empty.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nForwarded",
      ),
    );
    expect(attachments).toHaveLength(3);
    expect(attachments?.[0]).toMatchObject({ name: "../../etc/a.pdf", contentType: "application/pdf" });
    expect(contentOf(attachments?.[0])).toBe("%PDF");
    expect(attachments?.[1]?.content.byteLength).toBe(0);
    expect(contentOf(attachments?.[2])).toContain("Forwarded");
  });
});

describe("a mail that cannot be read", () => {
  const isUnread = async (raw: string) => {
    const parsed = await parseMail(bytes(raw));
    expect(parsed.text).toContain("could not be read");
    expect(parsed.attachments?.map(({ name }) => name)).toEqual(["Mail.eml"]);
    expect(contentOf(parsed.attachments?.[0])).toBe(raw);
    return parsed;
  };
  const header = "From: jane@example.com\r\nSubject: Odd\r\nMessage-ID: <m1@example.com>\r\n";

  test("because its parts are nested without end keeps what its header says", async () => {
    const nested = Array.from(
      { length: 300 },
      (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\r\n\r\n--b${index}\r\n`,
    ).join("");
    expect(await isUnread(`${header}${nested}\r\nx`)).toMatchObject({
      subject: "Odd",
      messageId: "<m1@example.com>",
      from: { address: "jane@example.com" },
    });
  });

  test("because its header is endless keeps the beginning of it", async () => {
    const parsed = await isUnread(`${header}X-Padding: ${"x\r\n ".repeat(700_000)}\r\n\r\nx`);
    expect(parsed.subject).toBe("Odd");
  });

  test.each([
    ["lines", `${header}\r\n${"x\r\n".repeat(60_000)}`],
    ["parts", `${header}Content-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n\r\n".repeat(6_000)}`],
  ])("because of its many %s is not even tried", async (_, raw) => {
    const start = performance.now();
    expect(await isUnread(raw)).toMatchObject({ subject: "Odd" });
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test.each([
    [
      "its boundary is never met",
      `${header}Content-Type: multipart/mixed; boundary=b\r\n\r\nAll of the text`,
    ],
    ["it names no boundary", `${header}Content-Type: multipart/mixed\r\n\r\nAll of the text`],
    [
      "its boundary is another",
      `${header}Content-Type: multipart/mixed; boundary=b\r\n\r\n--c\r\n\r\nx\r\n--c--`,
    ],
  ])("because %s keeps what its header says", async (_, raw) => {
    expect(await isUnread(raw)).toMatchObject({ subject: "Odd", messageId: "<m1@example.com>" });
  });

  test.each(["All of the text", "All of\nthe text\n\nis here", "\0\0\0"])(
    "because it has no header of a mail: %j",
    async (raw) => {
      await isUnread(raw);
    },
  );

  test.each(["", "\r\n\r\n", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b--"])(
    "a mail without text is none of these: %j",
    async (rest) => {
      expect((await parseMail(new TextEncoder().encode(`${header}${rest}`))).attachments).toEqual([]);
    },
  );

  test("a large attachment is none of these", async () => {
    const file = `${"A".repeat(76)}\r\n`.repeat(60_000);
    const { attachments } = await mail(
      ...parts(
        `Content-Disposition: attachment; filename=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}`,
      ),
    );
    expect(attachments?.[0]?.content.byteLength).toBe(60_000 * 57);
  });

  test("because it is empty is refused", async () => {
    await expect(parseMail(new Uint8Array())).rejects.toMatchObject({ code: "unprocessable_event" });
  });
});

test("whatever the bytes are, a mail comes out", async () => {
  const line = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      ...["From: <>", "To: a@b,,;:", "Subject: =?x-none?Q?=FF?=", "Date: yesterday", "Message-ID: <>"],
      ...["Content-Type: multipart/mixed; boundary=b", "Content-Type: text/html; charset=no-such-charset"],
      ...[
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment; filename*=utf-8''%FF%00",
        "--b",
        "",
      ],
      ...["--b--", "!!!!", "\ud800", "Content-Type: message/rfc822", "\0", "<table><tr><td>"],
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 12 }),
      fc.uint8Array({ minLength: 1 }),
      async (lines, tail) => {
        const text = new TextEncoder().encode(lines.join("\r\n"));
        const parsed = await parseMail(new Uint8Array([...text, ...tail]));
        expect(typeof parsed.text).toBe("string");
        for (const { content } of parsed.attachments ?? []) expect(content).toBeInstanceOf(Uint8Array);
      },
    ),
  );
});
