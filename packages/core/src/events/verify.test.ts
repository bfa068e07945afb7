import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { SyncError } from "../sync-error.js";
import { signLegacy } from "./legacy-signature.js";
import { readSigningKey } from "./signing-key.js";
import { signStandard } from "./standard-signature.js";
import { type VerifySignatureOptions, verifySignature } from "./verify.js";

const bytes = (text: string) => new TextEncoder().encode(text);

const LEGACY = {
  secret: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
  at: 1761998400000,
  body: '{"id":"EVtest0001","object":"event","apiVersion":"v4","createdAt":"2025-11-01T12:00:00.000Z","type":"message.received","data":{"object":{"id":"ACtest0001","text":"héllo 👋"}}}',
  header: "hmac;1;1761998400000;yoa6MPmS5dLUTi1Ydh6Bfi5be6JD30x3DYxPYw2y3fU=",
};
const STANDARD = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  seconds: 1614265330,
  body: '{"test": 2432232314}',
  header: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};
const OTHER_SECRET = "b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldA==";

const legacy = (change: Partial<VerifySignatureOptions> = {}, header = LEGACY.header) =>
  verifySignature({
    headers: new Headers({ "openphone-signature": header }),
    body: bytes(LEGACY.body),
    secrets: [LEGACY.secret],
    now: LEGACY.at,
    ...change,
  });

const standardHeaders = (change: Record<string, string> = {}) =>
  new Headers({
    "webhook-id": STANDARD.id,
    "webhook-timestamp": String(STANDARD.seconds),
    "webhook-signature": STANDARD.header,
    ...change,
  });

const standard = (change: Partial<VerifySignatureOptions> = {}) =>
  verifySignature({
    headers: standardHeaders(),
    body: bytes(STANDARD.body),
    secrets: [STANDARD.secret],
    now: STANDARD.seconds * 1000,
    ...change,
  });

const outcome = async (verification: Promise<unknown>): Promise<string> => {
  const error = await verification.then(
    () => "verified",
    (reason: unknown) => reason,
  );
  if (!(error instanceof SyncError)) return String(error);
  expect(error.retry).toBe("never");
  return error.code;
};

describe("legacy signatures", () => {
  test("the vector verifies", async () => {
    expect(await legacy()).toEqual({ system: "legacy" });
  });

  test("a key with bytes above 0x7f is used as bytes", async () => {
    const key = "gabL8BU6X4SpzvMYPWKHrNH2G0Bliq/U+R5DaI2y1/w=";
    const sign = (digest: string) =>
      legacy({ secrets: [key], body: bytes('{"a":1}') }, `hmac;1;1761998400000;${digest}`);
    expect(await sign("lsWM32PIrZSXTnzoTSqqVuX6to5AdNK3GRrERDxcZbQ=")).toEqual({ system: "legacy" });
    expect(await outcome(sign("Fygll18WQhBMMEuaZDJDQv0sm0OUCN/GuxTOctm8lVU="))).toBe("signature_invalid");
  });

  test("signing gives the vector", async () => {
    const { secret, body } = LEGACY;
    expect(await signLegacy({ secret, timestampMs: LEGACY.at, body })).toBe(LEGACY.header);
    expect(await signLegacy({ secret, timestampMs: LEGACY.at, body: bytes(body) })).toBe(LEGACY.header);
  });

  test("a timestamp of ten digits is in seconds", async () => {
    const header = await signLegacy({
      secret: LEGACY.secret,
      timestampMs: LEGACY.at / 1000,
      body: LEGACY.body,
    });
    expect(await legacy({}, header)).toEqual({ system: "legacy" });
  });

  test("one of several signatures is enough", async () => {
    expect(await legacy({}, `hmac;1;1761998400000;AAAA, hmac;2;x;y,${LEGACY.header}`)).toEqual({
      system: "legacy",
    });
  });

  test("each secret is tried; unusable ones do no harm", async () => {
    const secrets = ["", "not base64!", STANDARD.secret, OTHER_SECRET, `${LEGACY.secret}\n`];
    expect(await legacy({ secrets })).toEqual({ system: "legacy" });
  });

  test.each([
    "",
    "hmac",
    "hmac;1;1761998400000",
    "hmac;1;1761998400000;%%%",
    "hmac;1;;yoa6MPmS5dLUTi1Ydh6Bfi5be6JD30x3DYxPYw2y3fU=",
    "hmac;1;NaN;yoa6MPmS5dLUTi1Ydh6Bfi5be6JD30x3DYxPYw2y3fU=",
    "hmac;2;1761998400000;yoa6MPmS5dLUTi1Ydh6Bfi5be6JD30x3DYxPYw2y3fU=",
    "hmac;1;1761998400000;yoa6MPmS5dLUTi1Ydh6Bfi5be6JD30x3DYxPYw2y3Q==",
    "hmac;1;1761998400000;yoa6MPmS5dLUTi1Ydh6Bfi5be6JD30x3DYxPYw2y3fU=;more",
    "hmac;1;1761998400001;yoa6MPmS5dLUTi1Ydh6Bfi5be6JD30x3DYxPYw2y3fU=",
  ])("%j is invalid", async (header) => {
    expect(await outcome(legacy({}, header))).toBe("signature_invalid");
  });

  test("a secret for the new webhooks alone verifies nothing here", async () => {
    expect(await outcome(legacy({ secrets: [`whsec_${LEGACY.secret}`] }))).toBe("signature_invalid");
  });

  test("a changed body is invalid", async () => {
    expect(await outcome(legacy({ body: bytes(LEGACY.body.replace("héllo", "hello")) }))).toBe(
      "signature_invalid",
    );
  });
});

describe("standard signatures", () => {
  const verified = { system: "standard", deliveryId: STANDARD.id };

  test("the vector verifies", async () => {
    expect(await standard()).toEqual(verified);
  });

  test("signing gives the vector", async () => {
    const { secret, id, seconds, body } = STANDARD;
    expect(await signStandard({ secret, id, timestampSeconds: seconds, body })).toBe(STANDARD.header);
  });

  test("the secret may lack its prefix", async () => {
    expect(await standard({ secrets: [OTHER_SECRET, STANDARD.secret.slice(6)] })).toEqual(verified);
  });

  test("one of several signatures is enough, but only of scheme v1", async () => {
    const list = (text: string) => standard({ headers: standardHeaders({ "webhook-signature": text }) });
    expect(await list(`v1a,xyz v1,AAAA ${STANDARD.header}`)).toEqual(verified);
    expect(await outcome(list(STANDARD.header.replace("v1,", "v2,")))).toBe("signature_invalid");
  });

  test.each([
    { "webhook-id": "msg_other" },
    { "webhook-id": "" },
    { "webhook-timestamp": "soon" },
    { "webhook-timestamp": "1614265331" },
    { "webhook-signature": "" },
    { "webhook-signature": "v1,%%%" },
  ])("%j is invalid", async (change) => {
    expect(await outcome(standard({ headers: standardHeaders(change) }))).toBe("signature_invalid");
  });

  test("an id or a timestamp that is missing is invalid", async () => {
    for (const name of ["webhook-id", "webhook-timestamp"]) {
      const headers = standardHeaders();
      headers.delete(name);
      expect(await outcome(standard({ headers }))).toBe("signature_invalid");
    }
  });
});

describe("both systems", () => {
  test("no signature at all is missing", async () => {
    expect(await outcome(legacy({ headers: new Headers() }))).toBe("signature_missing");
  });

  test("without a usable secret nothing is let in", async () => {
    expect(await outcome(legacy({ secrets: [] }))).toBe("signature_invalid");
    expect(await outcome(standard({ secrets: ["", "whsec_", " "] }))).toBe("signature_invalid");
  });

  test("the window has a past and a future edge", async () => {
    const minutes = (count: number) => count * 60_000;
    for (const [verify, at] of [
      [legacy, LEGACY.at],
      [standard, STANDARD.seconds * 1000],
    ] as const) {
      expect(await outcome(verify({ now: at + minutes(5) }))).toBe("verified");
      expect(await outcome(verify({ now: at - minutes(5) }))).toBe("verified");
      expect(await outcome(verify({ now: at + minutes(5) + 1 }))).toBe("signature_expired");
      expect(await outcome(verify({ now: at - minutes(5) - 1 }))).toBe("signature_expired");
      expect(await outcome(verify({ now: at + 2000, toleranceMs: 1000 }))).toBe("signature_expired");
    }
  });

  test("where the headers of both are there, either may verify", async () => {
    const now = STANDARD.seconds * 1000;
    const body = bytes(STANDARD.body);
    const legacyHeader = await signLegacy({ secret: LEGACY.secret, timestampMs: now, body });
    const both = (change: Record<string, string>) =>
      standard({
        headers: standardHeaders({ "openphone-signature": legacyHeader, ...change }),
        secrets: [LEGACY.secret, STANDARD.secret],
      });
    expect(await both({ "openphone-signature": "broken" })).toMatchObject({ system: "standard" });
    expect(await both({ "webhook-signature": "broken" })).toMatchObject({ system: "legacy" });
    expect(await outcome(both({ "openphone-signature": "broken", "webhook-signature": "broken" }))).toBe(
      "signature_invalid",
    );
  });

  test("whatever the headers hold, the answer is a refusal", async () => {
    const header = fc.string({ unit: "binary-ascii" }).filter((text) => /^[\x20-\x7e]*$/.test(text));
    await fc.assert(
      fc.asyncProperty(header, header, header, header, async (signature, id, timestamp, own) => {
        const headers = standardHeaders({
          "webhook-id": id,
          "webhook-timestamp": timestamp,
          "webhook-signature": signature,
          "openphone-signature": own,
        });
        expect(await outcome(standard({ headers }))).toMatch(/^signature_/);
      }),
    );
  });

  test("a huge header costs a bounded number of hashes", async () => {
    const header = Array.from({ length: 20_000 }, () => "hmac;1;1761998400000;AAAA").join(",");
    const sign = vi.fn(readSigningKey(LEGACY.secret)!.sign);
    expect(await outcome(legacy({ readKey: () => ({ sign }) }, header))).toBe("signature_invalid");
    expect(sign.mock.calls.length).toBe(5);
  });
});

test("a secret that is not Base64 cannot sign", async () => {
  await expect(signLegacy({ secret: "%", timestampMs: 1, body: "" })).rejects.toMatchObject({
    code: "invalid_configuration",
  });
});
