import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, test } from "vitest";

/** A Worker around the built package: what users deploy is the dist, not the source. */
const WORKER = `
import * as core from "../dist/index.js";
import { parseMail } from "../dist/mail.js";

const unlimited = { schedule: (priority, task) => task(), pause() {} };

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/verify") {
      const body = new TextEncoder().encode('{"test": 2432232314}');
      const headers = new Headers({
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      });
      const secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"];
      return Response.json(await core.verifySignature({ headers, body, secrets, now: 1614265330000 }));
    }
    if (pathname === "/gateway") {
      // The official client inside workerd, with a fetch handed to it.
      const notion = core.createNotionGateway({
        token: "secret_test",
        fetch: async (url, init) => Response.json({ id: new Headers(init.headers).get("notion-version"), properties: {} }),
        limiter: unlimited,
        clock: core.systemClock,
      });
      return Response.json(await notion.schema("00000000-0000-4000-8000-000000000000", { priority: "critical" }));
    }
    if (pathname === "/mail") {
      const { subject, text, attachments } = await parseMail(new Uint8Array(await request.arrayBuffer()));
      return Response.json({ subject, text, files: attachments.map(({ name, content }) => [name, content.length]) });
    }
    const event = core.parseEvent(await request.text(), { receivedAt: Date.now() });
    return Response.json({ key: event.activity.key, columns: Object.keys(core.columnsOf(core.defaultMapping.calls)) });
  },
};
`;

const dist = join(import.meta.dirname, "../dist/index.js");

let worker: Miniflare;
beforeAll(async () => {
  if (!existsSync(dist)) throw new Error("Build first: pnpm build. This test runs the built package.");
  const bundle = await build({
    stdin: { contents: WORKER, resolveDir: import.meta.dirname, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    // The official client falls back to it where Web Crypto is missing; workerd has Web Crypto.
    external: ["crypto"],
    target: "es2023",
  });
  worker = new Miniflare(
    convertV4MiniflareOptions({
      modules: [{ type: "ESModule", path: "worker.js", contents: bundle.outputFiles[0]!.text }],
      modulesRoot: "/",
      compatibilityDate: "2026-11-01",
    }),
  );
});
afterAll(() => worker?.dispose());

const ask = async (path: string, body?: string) =>
  (
    await worker.dispatchFetch(`http://worker${path}`, body === undefined ? {} : { method: "POST", body })
  ).json();

test("the built core verifies a signature in workerd", async () => {
  expect(await ask("/verify")).toMatchObject({ system: "standard" });
});

test("the built core reads an event in workerd", async () => {
  const body = JSON.stringify({
    id: "EV1",
    apiVersion: "2026-03-30",
    createdAt: "2026-10-07T15:00:00.000Z",
    type: "call.missed",
    data: { resource: { id: "AC1", createdAt: "2026-10-07T15:00:00.000Z" }, context: {} },
  });
  expect(await ask("/event", body)).toMatchObject({
    key: "call:AC1",
    columns: expect.arrayContaining(["Call ID"]),
  });
});

test("the official Notion client answers in workerd behind our transport", async () => {
  expect(await ask("/gateway")).toEqual({ dataSourceId: "2026-03-11", properties: {} });
});

test("a raw mail is read in workerd: headers, HTML, attachments", async () => {
  const raw = [
    "Subject: =?utf-8?B?w5ZmZm51bmc=?=",
    "Content-Type: multipart/mixed; boundary=b",
    "",
    ...["--b", "Content-Type: text/html; charset=iso-8859-1", "", "<p>one</p><ul><li>two</ul>"],
    ...[
      "--b",
      "Content-Disposition: attachment; filename=a.bin",
      "Content-Transfer-Encoding: base64",
      "",
      "AAAA",
    ],
    "--b--",
  ].join("\r\n");
  expect(await ask("/mail", raw)).toEqual({
    subject: "Öffnung",
    text: "one\n\n * two",
    files: [["a.bin", 3]],
  });
});
