import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { fakeOpenPhone } from "../fake-openphone.js";

// The official document of November 2025; it lies beside the repository, not in it.
const path = fileURLToPath(new URL("../../../../../../shared/facts/openphone-openapi.json", import.meta.url));
const isThere = existsSync(path);

type Schema = Record<string, unknown>;
type Responses = Record<string, { content?: { "application/json": { schema: Schema } } }>;
interface OpenApi {
  components: Schema;
  paths: Record<string, Record<string, { responses: Responses }>>;
}

/** What v1 has learnt since: a message status, and a number's id as the target of a forwarded call. */
const LATER: [before: string, after: string][] = [
  ['["queued","sent","delivered","undelivered"]', '["queued","sent","delivered","undelivered","received"]'],
  ['"forwardedTo":{"anyOf":[', '"forwardedTo":{"anyOf":[{"type":"string","pattern":"^PN(.*)$"},'],
];

/** A refusal's code is fixed for the named one; the plain 400 of calls, messages and contacts is not listed. */
const openCodes = (schema: Schema): Schema => {
  const { description: _description, ...properties } = schema.properties as Schema;
  const open = Object.fromEntries(["code", "title"].map((name) => [name, { type: "string" }]));
  return {
    ...schema,
    properties: { ...properties, ...open },
    required: ["message", "code", "status", "docs", "title"],
  };
};

function readDocument(): OpenApi {
  const text = JSON.stringify(JSON.parse(readFileSync(path, "utf8")));
  return JSON.parse(LATER.reduce((document, [before, after]) => document.replaceAll(before, after), text));
}

/** Finds what is wrong with an answer by the official document; `""` for nothing. */
function createCheck() {
  const { components, paths } = readDocument();
  const ajv = addFormats.default(new Ajv2020({ strict: false, validateSchema: false, allErrors: true }));
  return async (method: string, route: string, response: Response): Promise<string> => {
    const declared = paths[route]?.[method.toLowerCase()]?.responses[response.status];
    if (declared === undefined) return `${response.status} is not documented for ${method} ${route}`;
    const schema = declared.content?.["application/json"].schema;
    const text = await response.text();
    if (schema === undefined) return text === "" ? "" : "a body where none is documented";
    const body = JSON.parse(text);
    const isPlain400 = response.status === 400 && /00400$/.test(body.code);
    const validate = ajv.compile({ ...(isPlain400 ? openCodes(schema) : schema), components });
    return validate(body) ? "" : ajv.errorsText(validate.errors);
  };
}

function filledOpenPhone() {
  const openphone = fakeOpenPhone({
    rateLimit: false,
    users: [
      { id: "US00fake01", firstName: "Dana", lastName: "Lee", role: "owner" },
      { id: "US00fake02", role: "member" },
    ],
    phoneNumbers: [{ id: "PN00fake01", number: "+15555550100", name: "Main line" }],
  });
  openphone.addCall({ id: "AC1" });
  openphone.addRecording("AC1");
  openphone.setSummary("AC1");
  openphone.setTranscript("AC1");
  openphone.addCall({ id: "AC2", hasVoicemail: true });
  openphone.addVoicemail("AC2");
  openphone.addCall({ id: "AC3", hasVoicemail: true, aiHandled: true, answered: true });
  openphone.addVoicemail("AC3", { status: "in-progress" });
  openphone.setSummary("AC3", {
    jobs: [{ icon: "✍️", name: "Message taking", result: { data: [{ name: "Urgent", value: true }] } }],
  });
  openphone.setTranscript("AC3", { status: "in-progress" });
  openphone.addCall({ id: "AC4", direction: "outgoing", forwardedTo: "PN00fake02", others: [] });
  openphone.addCall({ id: "AC5", others: ["+15555550124"] });
  openphone.addMessage({
    id: "AC6",
    media: [{ url: "https://media.openphone.example/0.jpg", type: "image/jpeg" }],
  });
  openphone.addMessage({ id: "AC7", direction: "outgoing", status: "failed" });
  openphone.addContact({
    id: "66aa",
    firstName: "Jane",
    externalId: "notion-1",
    phoneNumbers: ["+15555550123"],
    emails: ["jane@example.com"],
  });
  return openphone;
}

const THREAD = "phoneNumberId=PN00fake01&participants=%2B15555550123&maxResults=10";

/** Route of the document, and the question that is asked of it. */
const QUESTIONS: [route: string, asked: string, status: number][] = [
  ["/v1/calls", `/v1/calls?${THREAD}`, 200],
  ["/v1/calls", "/v1/calls?maxResults=10", 400],
  ["/v1/calls", `/v1/calls?${THREAD}&userId=US00nobody`, 403],
  ["/v1/calls", `/v1/calls?${THREAD.replace("fake01", "fake99")}`, 404],
  ["/v1/calls/{callId}", "/v1/calls/AC1", 200],
  ["/v1/calls/{callId}", "/v1/calls/AC4", 200],
  ["/v1/calls/{callId}", "/v1/calls/AC5", 400],
  ["/v1/calls/{callId}", "/v1/calls/AC99", 404],
  ["/v1/call-recordings/{callId}", "/v1/call-recordings/AC1", 200],
  ["/v1/call-recordings/{callId}", "/v1/call-recordings/AC2", 200],
  ["/v1/call-recordings/{callId}", "/v1/call-recordings/XX", 400],
  ["/v1/call-summaries/{callId}", "/v1/call-summaries/AC1", 200],
  ["/v1/call-summaries/{callId}", "/v1/call-summaries/AC2", 200],
  ["/v1/call-summaries/{callId}", "/v1/call-summaries/AC3", 200],
  ["/v1/call-transcripts/{id}", "/v1/call-transcripts/AC1", 200],
  ["/v1/call-transcripts/{id}", "/v1/call-transcripts/AC2", 200],
  ["/v1/call-transcripts/{id}", "/v1/call-transcripts/AC3", 200],
  ["/v1/call-voicemails/{callId}", "/v1/call-voicemails/AC1", 404],
  ["/v1/call-voicemails/{callId}", "/v1/call-voicemails/AC2", 200],
  ["/v1/call-voicemails/{callId}", "/v1/call-voicemails/AC3", 200],
  ["/v1/messages", `/v1/messages?${THREAD}`, 200],
  ["/v1/messages", `/v1/messages?${THREAD}0`, 200],
  ["/v1/messages", `/v1/messages?${THREAD}1`, 400],
  ["/v1/messages/{id}", "/v1/messages/AC6", 200],
  ["/v1/messages/{id}", "/v1/messages/AC7", 200],
  ["/v1/messages/{id}", "/v1/messages/AC99", 404],
  ["/v1/conversations", "/v1/conversations?maxResults=100", 200],
  ["/v1/conversations", "/v1/conversations?maxResults=101", 400],
  ["/v1/contacts", "/v1/contacts?maxResults=50", 200],
  ["/v1/contacts", "/v1/contacts?maxResults=51", 400],
  ["/v1/contacts/{id}", "/v1/contacts/66aa", 200],
  ["/v1/contacts/{id}", "/v1/contacts/66bb", 404],
  ["/v1/contact-custom-fields", "/v1/contact-custom-fields", 200],
  ["/v1/phone-numbers", "/v1/phone-numbers", 200],
  ["/v1/phone-numbers/{phoneNumberId}", "/v1/phone-numbers/PN00fake01", 200],
  ["/v1/phone-numbers/{phoneNumberId}", "/v1/phone-numbers/PN99", 404],
  ["/v1/users", "/v1/users?maxResults=50", 200],
  ["/v1/users/{userId}", "/v1/users/US00fake02", 200],
  ["/v1/users/{userId}", "/v1/users/SY00fake01", 400],
  ["/v1/users/{userId}", "/v1/users/US99", 404],
  ["/v1/webhooks", "/v1/webhooks", 200],
  ["/v1/webhooks/{id}", "/v1/webhooks/WH99", 404],
];

const WEBHOOKS: [family: string, event: string][] = [
  ["messages", "message.received"],
  ["calls", "call.completed"],
  ["call-summaries", "call.summary.completed"],
  ["call-transcripts", "call.transcript.completed"],
];

const why = isThere ? "" : " (skipped: shared/facts/openphone-openapi.json is not beside the repository)";

describe.skipIf(!isThere)(`v1 answers as the official OpenAPI document says${why}`, () => {
  const check = isThere ? createCheck() : undefined;
  const base = "https://api.quo.com";
  const headers = { authorization: "key" };

  test.each(QUESTIONS)("%s asked as %s", async (route, asked, status) => {
    const response = await filledOpenPhone().fetch(base + asked, { headers });

    expect(response.status).toBe(status);
    expect(await check?.("GET", route, response)).toBe("");
  });

  test.each(WEBHOOKS)("a webhook for %s, from its making to its end", async (family, event) => {
    const openphone = filledOpenPhone();
    const ask = async (method: string, route: string, asked: string, body?: object) => {
      const response = await openphone.fetch(base + asked, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      expect(await check?.(method, route, response.clone()), `${method} ${route}`).toBe("");
      return response;
    };
    const path = `/v1/webhooks/${family}`;

    const made = await ask("POST", path, path, { url: "https://hooks.example.com/quo", events: [event] });
    const { data } = (await made.json()) as { data: { id: string } };
    await ask("GET", "/v1/webhooks", "/v1/webhooks");
    await ask("GET", "/v1/webhooks/{id}", `/v1/webhooks/${data.id}`);
    const gone = await ask("DELETE", "/v1/webhooks/{id}", `/v1/webhooks/${data.id}`);
    const missing = await ask("GET", "/v1/webhooks/{id}", `/v1/webhooks/${data.id}`);

    expect([made.status, gone.status, missing.status]).toEqual([201, 204, 404]);
  });

  test("the check itself finds what is wrong", async () => {
    const call = { data: { id: "AC1", status: "on-fire" } };

    expect(await check?.("GET", "/v1/calls/{callId}", Response.json(call))).toMatch(/required property/);
    expect(await check?.("GET", "/v1/calls/{callId}", new Response(null, { status: 418 }))).toMatch(/418/);
  });
});
