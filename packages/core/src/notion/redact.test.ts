import { expect, test } from "vitest";
import { redactMessage } from "./redact.js";

test("what was sent is dropped, what went wrong is kept", () => {
  const message =
    'body failed validation: body.properties.From.phone_number should be a string or `null`, instead was `"+15555550123"`.';
  expect(redactMessage(message)).toBe(
    "body failed validation: body.properties.From.phone_number should be a string or `null`, instead was …",
  );
});

test.each([
  "call +1 (555) 555-0123 back",
  "mail jane@example.com",
  "see https://storage.example.com/a.mp3?sig=1",
])("no personal datum survives: %s", (message) => {
  expect(redactMessage(message)).not.toMatch(/555|jane|storage/);
});

test.each(["2f25f5c0-1234-4567-8901-123456789012", "12345678901234567890123456789012"])(
  "the id of a page stays whole: %s",
  (id) => {
    expect(redactMessage(`Could not find page with ID: ${id}. Call +15555550123.`)).toBe(
      `Could not find page with ID: ${id}. Call (number).`,
    );
  },
);

test("a value cut off by the length limit is still dropped", () => {
  expect(redactMessage(`instead was \`${"secret ".repeat(500)}`)).not.toContain("secret");
});

test.each([
  "instead was `a ` secret`.",
  'instead was "a \\" secret".',
  '"say \\"secret\\" twice" is not valid',
])("a quote inside a value does not end it: %s", (message) => {
  expect(redactMessage(message)).not.toContain("secret");
});
