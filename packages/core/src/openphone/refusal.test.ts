import { expect, it } from "vitest";
import { refusalOf } from "./refusal.js";

const flat = (code: string, status: number, message: string) =>
  JSON.stringify({ message, code, status, docs: "https://openphone.com/docs", title: "x", trace: "1" });
const dated = (message: string) =>
  JSON.stringify({ message, docs: "https://quo.com/docs", title: "x", trace: "1" });
const wrapped = (message: string) => JSON.stringify({ error: { message, key: message, trace: "1" } });
const html = "<!DOCTYPE html><html><body><pre>Cannot GET /calls</pre></body></html>";

it.each<[string, number, string, string, string]>([
  ["a v1 not found", 404, flat("0100404", 404, "Not Found"), "cannot_tell", "openphone_not_found"],
  ["a dated not found", 404, dated("Call not found"), "cannot_tell", "openphone_not_found"],
  ["an unknown route", 404, html, "route_missing", "openphone_not_found"],
  ["an empty 404", 404, "", "route_missing", "openphone_not_found"],
  [
    "a version that is not offered",
    400,
    dated("Unsupported or missing Quo-Api-Version header. Use 2026-03-30."),
    "route_missing",
    "openphone_invalid_request",
  ],
  ["a group call on v1", 400, flat("0101400", 400, "x"), "cannot_tell", "openphone_invalid_request"],
  [
    "a group call by its words",
    400,
    wrapped("Too Many Participants"),
    "cannot_tell",
    "openphone_invalid_request",
  ],
  ["a wrong input", 400, dated("The input was invalid"), "other", "openphone_invalid_request"],
  ["an impossible request", 422, dated("No"), "other", "openphone_invalid_request"],
  ["a wrong key", 401, wrapped("Unauthorized"), "other", "openphone_unauthorized"],
  [
    "no access to a number",
    403,
    flat("0101403", 403, "Not Phone Number User"),
    "cannot_tell",
    "openphone_forbidden",
  ],
  ["a block at the edge", 403, html, "other", "openphone_forbidden"],
  [
    "an ended subscription",
    402,
    flat("0201402", 402, "Subscription Expired"),
    "other",
    "openphone_forbidden",
  ],
  ["a JSON body that is no object", 404, "[]", "route_missing", "openphone_not_found"],
  ["fields of other types", 400, '{"message":1,"code":{},"error":"x"}', "other", "openphone_invalid_request"],
])("reads %s", (_name, status, body, kind, code) => {
  const refusal = refusalOf(status, body);
  expect(refusal.kind).toBe(kind);
  expect(refusal).toMatchObject({ code, status, retry: "never" });
});

it("quotes nothing of the body", () => {
  const body = JSON.stringify({
    message: "Expected +15555550123",
    errors: [{ path: "/to", value: "+15555550123", message: "no" }],
  });
  for (const status of [400, 401, 402, 403, 404, 409, 422]) {
    const refusal = refusalOf(status, body);
    expect(`${refusal.message} ${JSON.stringify(refusal)}`).not.toContain("5555550123");
    expect(refusal.cause).toBeUndefined();
  }
});
