import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { signMediaPath } from "@openphone-notion/core";
import { createHttpApp } from "@openphone-notion/http";
import { createMemoryStorage } from "@openphone-notion/testing";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../listen.js";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const isRequired = process.env.REQUIRE_CHROMIUM === "1";

const SECONDS = 600;
const RATE = 8_000;
const KEY = "recordings/2026/10/07/AC00fake0001-1791385206000.wav";

/** Ten minutes of a quiet hum, 8 kHz mono of 8 bits: 4.8 MB. */
function hum(): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(44);
  const bytes = SECONDS * RATE;
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(bytes, 40);
  const samples = Uint8Array.from(
    { length: bytes },
    (_, at) => 128 + 40 * Math.sin((at * 2 * Math.PI * 220) / RATE),
  );
  return new Uint8Array(Buffer.concat([header, samples]));
}

/** What a page of another origin sees of its player: how long the file is, where it jumps to, and that it plays on. */
const page = (
  link: string,
) => `<!doctype html><audio controls preload="metadata" src="${link}"></audio><script>
const audio = document.querySelector("audio");
const tell = (what) => fetch("/told", { method: "POST", body: JSON.stringify(what) });
audio.onerror = () => tell({ error: audio.error.code });
audio.onloadedmetadata = () => { audio.muted = true; audio.currentTime = 500; };
audio.onseeked = () => audio.play().catch((error) => tell({ error: String(error) }));
audio.ontimeupdate = () => {
  if (audio.currentTime > 500.5) tell({ duration: audio.duration, at: audio.currentTime });
};
</script>`;

/** The app over a memory storage, and what it was asked for. */
async function openMedia(secret: string) {
  const storage = createMemoryStorage();
  await storage.put(KEY, new Blob([hum()]).stream(), { contentType: "audio/wav" });
  const app = createHttpApp({
    receive: async () => ({ status: "ignored" }),
    health: async () => ({ ok: true }),
    media: { storage, secret },
  });
  const ranges: (string | null)[] = [];
  const statuses: number[] = [];
  const server = await listen(
    async (request) => {
      ranges.push(request.headers.get("range"));
      const response = await app.fetch(request);
      statuses.push(response.status);
      return response;
    },
    { host: "127.0.0.1", port: 0, onError: () => {} },
  );
  onTestFinished(() => server.close());
  return {
    link: `http://127.0.0.1:${server.port}/media/${await signMediaPath({ secret, key: KEY })}`,
    ranges,
    statuses,
  };
}

/** Serves the page, and resolves with what it tells first. */
async function openPage(link: string) {
  let told: (what: unknown) => void;
  const answer = new Promise<unknown>((resolve) => {
    told = resolve;
  });
  const server = createServer((request, response) => {
    if (request.method === "POST") json(request).then(told);
    response.setHeader("content-type", "text/html").end(request.method === "POST" ? "" : page(link));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, answer };
}

async function browse(url: string) {
  const profile = await mkdtemp(join(tmpdir(), "browser-player-"));
  const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  const quiet = [
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
  ];
  const child = spawn(CHROMIUM!, [...flags, ...quiet, `--user-data-dir=${profile}`, url], {
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  onTestFinished(async () => {
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
}

const name =
  "a signed link plays in a browser: its length is known, and a jump asks for the bytes from there";
test.skipIf(!CHROMIUM && !isRequired)(
  CHROMIUM ? name : `${name} (skipped: there is no Chromium)`,
  async () => {
    expect(CHROMIUM, "REQUIRE_CHROMIUM=1 wants a Chromium").toBeDefined();
    const { link, ranges, statuses } = await openMedia("a secret");
    const { url, answer } = await openPage(link);
    await browse(url);
    expect(await answer).toEqual({ duration: SECONDS, at: expect.any(Number) });
    // What it holds already it may ask about (304); what it is sent is always the part that it asked for.
    expect(new Set(statuses.filter((status) => status !== 304))).toEqual(new Set([206]));
    const starts = ranges.map((range) => Number(/^bytes=(\d+)-/.exec(range ?? "")?.[1]));
    expect(starts[0]).toBe(0);
    // Second 500 lies behind byte 4,000,000.
    expect(Math.max(...starts)).toBeGreaterThan(3_500_000);
  },
  60_000,
);
