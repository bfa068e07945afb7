import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { callCompleted, callRecordingCompleted, signWebhook } from "@openphone-notion/testing";
import { expect, onTestFinished, test } from "vitest";
import { startCli } from "./run-cli.js";
import { SECRET, servicesOnLoopback } from "./services-on-loopback.js";

const MB = 1_000_000;
const SHORT = MB;
const LONG = 500 * MB;

/** Sends zeros: `/500000000` is so many. */
async function mediaHost(): Promise<string> {
  const chunk = new Uint8Array(64 * 1024);
  function* zeros(size: number) {
    for (let left = size; left > 0; left -= chunk.byteLength) yield chunk.subarray(0, left);
  }
  const server = createServer((request, response) => {
    const size = Number(request.url?.slice(1));
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": size });
    Readable.from(zeros(size)).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** In a process of its own: it keeps no byte. */
async function s3Service(): Promise<string> {
  const path = join(import.meta.dirname, "../../storage-s3/test/servers/forgetful-s3-process.ts");
  const child = fork(path, { execArgv: [] });
  onTestFinished(() => void child.kill());
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return `http://127.0.0.1:${port}`;
}

/** The most that a process's resident set grows by while `work` is done, in bytes. */
async function growthDuring(pid: number, work: () => Promise<void>): Promise<number> {
  const resident = async () =>
    1_024 * Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]);
  const before = await resident();
  let most = before;
  let isDone = false;
  const done = work().finally(() => {
    isDone = true;
  });
  while (!isDone) {
    most = Math.max(most, await resident());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await done;
  return most - before;
}

// Only Linux tells what another process holds.
test.skipIf(process.platform !== "linux")(
  "a recording of 500 MB comes into S3 and is played while serve grows by less than 64 MB each time",
  async () => {
    const [services, media, s3] = [await servicesOnLoopback(), await mediaHost(), await s3Service()];
    const cwd = await mkdtemp(join(tmpdir(), "long-recording-"));
    onTestFinished(async () => {
      await services.close();
      await rm(cwd, { recursive: true });
    });
    const env = {
      ...services.env,
      ...{ STORAGE: "s3", S3_BUCKET: "media", S3_ENDPOINT: s3 },
      ...{ S3_ACCESS_KEY_ID: "test-access", S3_SECRET_ACCESS_KEY: "test-secret" },
      ...{ MEDIA_ALLOWED_HOSTS: media, PUBLIC_URL: "https://sync.example" },
    };
    const serve = startCli(["serve"], { cwd, env });
    onTestFinished(() => void serve.process.kill());
    const [, url] = await serve.waitFor(/Listening on (http:\S+)/);

    /** Resolves with the link in the row when the recording is in storage. */
    async function receive(id: string, bytes: number): Promise<string> {
      const recordings = [{ id: `CR${id}`, url: `http://${media}/${bytes}` }];
      for (const event of [callCompleted({ id }), callRecordingCompleted({ id, recordings })]) {
        const { headers, body } = await signWebhook(event, { secret: SECRET });
        const answer = await fetch(`${url}/webhooks/openphone`, { method: "POST", headers, body });
        expect(answer.status).toBe(200);
      }
      for (;;) {
        const row = services.notion.pages("calls").find(({ values }) => values["Call ID"] === id);
        const link = /https:\/\/sync\.example[^"]+/.exec(JSON.stringify(row?.values ?? ""));
        if (link) return link[0];
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    async function play(link: string): Promise<number> {
      const answer = await fetch(link.replace("https://sync.example", url!));
      let bytes = 0;
      for await (const chunk of answer.body!) bytes += chunk.byteLength;
      return bytes;
    }

    // What loading and compiling code takes is no part of a recording.
    expect(await play(await receive("ACshort", SHORT))).toBe(SHORT);
    let link = "";
    const stored = await growthDuring(serve.process.pid!, async () => {
      link = await receive("AClong", LONG);
    });
    const played = await growthDuring(serve.process.pid!, async () => {
      expect(await play(link)).toBe(LONG);
    });
    expect(stored / MB).toBeLessThan(64);
    expect(played / MB).toBeLessThan(64);
  },
  120_000,
);
