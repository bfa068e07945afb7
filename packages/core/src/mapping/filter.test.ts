import { describe, expect, test } from "vitest";
import { assembleSync, type Platform } from "../assemble-sync.js";
import type { Activity, Mail, Message } from "../record/activity.js";
import type { SyncSettings } from "../settings/read-settings.js";
import { createFilter } from "./filter.js";

const message = (changes: Partial<Message> = {}): Message => ({
  kind: "message",
  id: "AC1",
  direction: "incoming",
  status: "Received",
  phoneNumber: { id: "PN1", number: "+15555550100" },
  user: {},
  counterparts: ["+15555550123"],
  to: ["+15555550100"],
  text: "Hello",
  media: [],
  ...changes,
});

const mail: Mail = {
  kind: "mail",
  id: "m1",
  subject: "Hello",
  to: [],
  cc: [],
  body: "",
  attachments: [],
  counterparts: [],
};

describe("filtering", () => {
  test("without options keeps everything", () => {
    const filter = createFilter({});
    expect([message(), message({ phoneNumber: {} }), mail].map(filter)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each<[string, readonly string[], "number" | undefined]>([
    ["id", ["PN1"], undefined],
    ["E.164", ["+15555550100"], undefined],
    ["number as people write it", ["+1 (555) 555-0100"], undefined],
    ["another number", ["PN2", "+15555550199"], "number"],
  ])("by phone number: %s", (_, phoneNumbers, reason) => {
    expect(createFilter({ phoneNumbers })(message())).toBe(reason);
  });

  test("mail belongs to no number, so a list of numbers does not drop it", () => {
    expect(createFilter({ phoneNumbers: ["PN1"] })(mail)).toBeUndefined();
  });

  test("what is not known is not on a list", () => {
    expect(createFilter({ phoneNumbers: ["PN1"] })(message({ phoneNumber: {} }))).toBe("number");
    expect(createFilter({ directions: ["incoming"] })(mail)).toBe("direction");
  });

  test("by direction, kind and predicate", () => {
    expect(createFilter({ directions: ["outgoing"] })(message())).toBe("direction");
    expect(createFilter({ kinds: ["call"] })(message())).toBe("kind");
    const isLong = (activity: Activity) => activity.kind === "message" && activity.text.length > 10;
    expect(createFilter({ predicate: isLong })(message())).toBe("predicate");
    expect(createFilter({ predicate: isLong })(message({ text: "Hello, are you there?" }))).toBeUndefined();
  });

  test("a predicate that throws fails for good and says so", () => {
    const filter = createFilter({
      predicate: () => {
        throw new Error("secret");
      },
    });
    expect(() => filter(message())).toThrow(
      expect.objectContaining({
        code: "mapping_failed",
        retry: "never",
        message: expect.not.stringContaining("secret"),
      }),
    );
  });

  test.each<[string, object, RegExp]>([
    ["an empty list", { phoneNumbers: [] }, /"phoneNumbers" is empty/],
    ["a number without its country code", { phoneNumbers: ["PN1", "(555) 555-0100"] }, /phoneNumbers\[1\]/],
    ["an extension", { phoneNumbers: ["+1 555 555 0100 ext 2"] }, /phoneNumbers\[0\] must be an id \(PN…\)/],
    ["a kind that there is not", { kinds: ["calls"] }, /kinds\[0\] must be call, message or mail/],
    ["a direction that there is not", { directions: ["inbound"] }, /directions\[0\]/],
    ["an option that there is not", { kind: ["call"] }, /no option "kind"/],
  ])("%s is refused, rather than dropping everything or nothing", (_, options, message) => {
    expect(() => createFilter(options)).toThrow(
      expect.objectContaining({ code: "invalid_configuration", message: expect.stringMatching(message) }),
    );
    expect(() => createFilter(options)).not.toThrow(/555/);
  });

  test("the options of a filter are not taken for one", () => {
    const options = { filter: { kinds: ["call"] } as never };
    expect(() => assembleSync({} as Platform, {} as SyncSettings, options)).toThrow(
      expect.objectContaining({
        code: "invalid_configuration",
        message: expect.stringContaining("createFilter"),
      }),
    );
  });
});
