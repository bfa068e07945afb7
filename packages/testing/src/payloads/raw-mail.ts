/** Headers as they stand in a mail, and its parts before they are encoded. */
export interface RawMail {
  messageId?: string;
  from?: string;
  to?: string;
  cc?: string;
  subject?: string;
  /** As it stands in the header. */
  date?: string;
  inReplyTo?: string;
  references?: string;
  text?: string;
  html?: string;
  attachments?: readonly { name: string; contentType?: string; content: string }[];
}

const encode = (text: string): string => {
  const bytes = new TextEncoder().encode(text);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return base64.replace(/.{76}/g, "$&\r\n");
};

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** A mail as a server would hand it on: RFC 822 with MIME parts. Members that are `undefined` leave their header out. */
export function rawMail(mail: RawMail = {}): Uint8Array<ArrayBuffer> {
  const given: RawMail = {
    messageId: "<m1@mail.example.com>",
    from: "Jane Doe <jane@example.com>",
    to: "Office <office@example.org>",
    subject: "Opening hours",
    date: "Wed, 07 Oct 2026 15:00:00 +0000",
    ...mail,
  };
  const subject = given.subject ?? "";
  const headers = Object.entries({
    From: given.from,
    To: given.to,
    Cc: given.cc,
    Subject: isPlain(subject) ? given.subject : `=?utf-8?B?${encode(subject).replaceAll("\r\n", "")}?=`,
    Date: given.date,
    "Message-ID": given.messageId,
    "In-Reply-To": given.inReplyTo,
    References: given.references,
    "MIME-Version": "1.0",
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  const bodies = [
    ...(given.text === undefined ? [] : [part("text/plain", given.text)]),
    ...(given.html === undefined ? [] : [part("text/html", given.html)]),
  ];
  const files = (given.attachments ?? []).map(
    ({ name, contentType = "application/octet-stream", content }) => [
      `Content-Type: ${contentType}`,
      `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
      "Content-Transfer-Encoding: base64",
      "",
      encode(content),
    ],
  );
  const body = bodies.length > 1 ? multipart("alternative", bodies) : (bodies[0] ?? part("text/plain", ""));
  const whole = files.length > 0 ? multipart("mixed", [body, ...files]) : body;
  return new TextEncoder().encode([...headers, ...whole].join("\r\n"));
}

const part = (contentType: string, text: string): string[] => [
  `Content-Type: ${contentType}; charset=utf-8`,
  "Content-Transfer-Encoding: base64",
  "",
  encode(text),
];

function multipart(kind: string, parts: readonly string[][]): string[] {
  const boundary = `=_${kind}`;
  return [
    `Content-Type: multipart/${kind}; boundary="${boundary}"`,
    "",
    ...parts.flatMap((lines) => [`--${boundary}`, ...lines]),
    `--${boundary}--`,
    "",
  ];
}
