import { describe, expect, test } from "vitest";
import { callCompleted } from "./call-completed.js";
import { signWebhook } from "./sign-webhook.js";
import { postBody } from "./webhook-event.js";

describe("legacy", () => {
  const legacy = async (body: string, secret: string) => {
    const { headers } = await signWebhook(body, { secret, now: 1761998400000 });
    return headers["openphone-signature"];
  };

  test("signs time stamp and body with the decoded key", async () => {
    const body =
      '{"id":"EVtest0001","object":"event","apiVersion":"v4","createdAt":"2025-11-01T12:00:00.000Z","type":"message.received","data":{"object":{"id":"ACtest0001","text":"héllo 👋"}}}';

    expect(await legacy(body, "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")).toBe(
      "hmac;1;1761998400000;yoa6MPmS5dLUTi1Ydh6Bfi5be6JD30x3DYxPYw2y3fU=",
    );
  });

  test("uses a key's bytes above 0x7f as they are", async () => {
    expect(await legacy('{"a":1}', "gabL8BU6X4SpzvMYPWKHrNH2G0Bliq/U+R5DaI2y1/w=")).toBe(
      "hmac;1;1761998400000;lsWM32PIrZSXTnzoTSqqVuX6to5AdNK3GRrERDxcZbQ=",
    );
  });
});

describe("standard", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  test("gives the published vector", async () => {
    const { headers, body } = await signWebhook('{"test": 2432232314}', {
      secret,
      now: 1614265330_999,
      deliveryId: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    });

    expect(body).toBe('{"test": 2432232314}');
    expect(headers).toEqual({
      "content-type": "application/json",
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  test("posts an event compactly, under an id that stays the same", async () => {
    const event = callCompleted();
    const [first, second] = await Promise.all([
      signWebhook(event, { secret, now: 0 }),
      signWebhook(event, { secret, now: 5000 }),
    ]);

    expect(first.body).toBe(postBody(event));
    expect(first.headers["webhook-id"]).toBe(second.headers["webhook-id"]);
    expect(first.headers["webhook-signature"]).not.toBe(second.headers["webhook-signature"]);
  });
});
