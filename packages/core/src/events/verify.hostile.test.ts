import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { cpuGrowth } from "../../../testing/src/clock/cpu-growth.js";
import { SyncError } from "../sync-error.js";
import { signLegacy } from "./legacy-signature.js";
import { readSigningKey } from "./signing-key.js";
import { signStandard } from "./standard-signature.js";
import { type VerifySignatureOptions, verifySignature } from "./verify.js";

const NOW = Date.parse("2026-10-07T15:00:00.000Z");
const LEGACY_SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SECRETS = [LEGACY_SECRET, STANDARD_SECRET];
const BODY = new TextEncoder().encode('{"id":"EV1","text":"héllo 👋"}');

const signed = async (body: Uint8Array = BODY) => ({
  "openphone-signature": await signLegacy({ secret: LEGACY_SECRET, timestampMs: NOW, body }),
  "webhook-id": "msg_1",
  "webhook-timestamp": String(NOW / 1000),
  "webhook-signature": await signStandard({
    secret: STANDARD_SECRET,
    id: "msg_1",
    timestampSeconds: NOW / 1000,
    body,
  }),
});
const FAMILIES = [["openphone-signature"], ["webhook-id", "webhook-timestamp", "webhook-signature"]] as const;

async function outcome(
  headers: Record<string, string>,
  options: Partial<Pick<VerifySignatureOptions, "body" | "secrets" | "readKey">> = {},
) {
  try {
    const base = { body: BODY, secrets: SECRETS, now: NOW };
    await verifySignature({ ...base, ...options, headers: new Headers(headers) });
    return "verified";
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return error.code;
  }
}

/** What a header can hold: bytes, but for NUL and line breaks. */
const headerText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom(
        "hmac;1;",
        "v1,",
        String(NOW),
        String(NOW / 1000),
        "AAAA",
        "=",
        ";",
        ",",
        " ",
        "\t",
        "²",
        "½",
      ),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join("").replaceAll("\x7f", ""));

describe("a forger who knows no secret", () => {
  test("gets a refusal, whatever is in the headers, the body and the list of secrets", async () => {
    const secrets = fc.array(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", " ", "whsec_", "whsec_=", "====")),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(headerText, headerText, headerText, headerText),
        fc.uint8Array({ maxLength: 100 }),
        fc.oneof(secrets, fc.constant(SECRETS)),
        async ([own, id, timestamp, signature], body, secrets) => {
          const headers = {
            "openphone-signature": own,
            "webhook-id": id,
            "webhook-timestamp": timestamp,
            "webhook-signature": signature,
          };
          expect(await outcome(headers, { body, secrets })).toMatch(/^signature_(invalid|expired)$/);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("cannot change, add or drop a byte of what was signed", async () => {
    const all = await signed();
    const at = fc.nat(BODY.length - 1);
    const changed = fc.oneof(
      fc
        .tuple(at, fc.integer({ min: 1, max: 255 }))
        .map(([at, by]) => BODY.map((byte, index) => (index === at ? byte ^ by : byte))),
      at.map((at) => BODY.filter((_, index) => index !== at)),
      fc
        .tuple(at, fc.nat(255))
        .map(([at, byte]) => Uint8Array.of(...BODY.slice(0, at), byte, byte ^ 1, ...BODY.slice(at))),
    );
    await fc.assert(
      fc.asyncProperty(changed, fc.constantFrom(...FAMILIES), async (body, family) => {
        const headers = Object.fromEntries(family.map((name) => [name, all[name as keyof typeof all]]));
        expect(await outcome(headers, { body })).toBe("signature_invalid");
      }),
    );
    expect(await outcome(all)).toBe("verified");
  });

  test("cannot use a signature at another time, or under another id", async () => {
    const all = await signed();
    const shift = fc.integer({ min: -290, max: 290 }).filter((by) => by !== 0);
    await fc.assert(
      fc.asyncProperty(shift, async (by) => {
        const legacy = all["openphone-signature"].replace(String(NOW), String(NOW + by * 1000));
        expect(await outcome({ "openphone-signature": legacy })).toBe("signature_invalid");
        const { "openphone-signature": _, ...standard } = all;
        const timestamp = String(NOW / 1000 + by);
        expect(await outcome({ ...standard, "webhook-timestamp": timestamp })).toBe("signature_invalid");
        expect(await outcome({ ...standard, "webhook-id": `msg_other${by}` })).toBe("signature_invalid");
      }),
      { numRuns: 50 },
    );
  });

  test("cannot move the dot between id, time and body", async () => {
    const time = String(NOW / 1000);
    const body = new TextEncoder().encode(`${time}.{}`);
    const signature = await signStandard({
      secret: STANDARD_SECRET,
      id: "msg_1",
      timestampSeconds: NOW / 1000,
      body,
    });
    const moved = {
      "webhook-id": `msg_1.${time}`,
      "webhook-timestamp": time,
      "webhook-signature": signature,
    };
    // The signed text is the same: ids with dots are the sender's to avoid, and the body stays what was signed.
    expect(await outcome(moved, { body: new TextEncoder().encode("{}") })).toBe("verified");
    expect(await outcome({ ...moved, "webhook-id": "msg_1" }, { body: new TextEncoder().encode("{}") })).toBe(
      "signature_invalid",
    );
  });

  test.each([
    "0x65e7",
    "1e9",
    "+1791385200",
    "-1791385200",
    " ",
    "１７９１３８５２００",
    "1791385200.0",
    "9".repeat(400),
  ])("a timestamp of %j is none", async (timestamp) => {
    // Full-width digits cannot be in a header: they arrive as bytes.
    const bytes = String.fromCharCode(...new TextEncoder().encode(timestamp));
    const all = await signed();
    const { "openphone-signature": _, ...standard } = all;
    expect(await outcome({ ...standard, "webhook-timestamp": bytes })).toBe("signature_invalid");
    const legacy = all["openphone-signature"].replace(String(NOW), bytes);
    expect(await outcome({ "openphone-signature": legacy })).toBe("signature_invalid");
  });
});

describe("a header of a megabyte", () => {
  test.each([
    ["many signatures", Array.from({ length: 20_000 }, () => "v1,AAAA").join(" ")],
    ["one signature", `v1,${"A".repeat(1_000_000)}`],
    ["spaces", `v1,AAAA${" ".repeat(1_000_000)}x`],
    ["schemes", "v1,".repeat(300_000)],
  ])("of %s costs at most one hash for each secret", async (_, signature) => {
    const headers = { ...(await signed()), "webhook-signature": signature, "openphone-signature": signature };
    const sign = vi.fn(readSigningKey(LEGACY_SECRET)!.sign);
    expect(await outcome(headers, { readKey: () => ({ sign }) })).toBe("signature_invalid");
    expect(sign.mock.calls.length).toBeLessThanOrEqual(SECRETS.length);
  });

  test.each<[string, (size: number) => Record<string, string>]>([
    ["of signatures", (size) => ({ "openphone-signature": `hmac;1;${NOW};AAAA,`.repeat(size) })],
    [
      "of new signatures",
      (size) => ({
        "webhook-id": "a",
        "webhook-timestamp": String(NOW / 1000),
        "webhook-signature": "v1,AAAA ".repeat(size),
      }),
    ],
    ["of semicolons", (size) => ({ "openphone-signature": ";".repeat(size * 20) })],
    ["of spaces", (size) => ({ "openphone-signature": `hmac;1;${NOW};A${" ".repeat(size * 20)}A` })],
  ])("%s takes a time in proportion to its length", async (_, headersOf) => {
    const verify = (size: number) =>
      verifySignature({
        ...{ body: BODY, secrets: SECRETS, now: NOW },
        headers: new Headers(headersOf(size)),
      }).catch(() => {});
    expect(await cpuGrowth(verify, 4_000)).toBeLessThan(30);
  });
});
