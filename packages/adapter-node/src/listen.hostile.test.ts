import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageReceived, seededRandom, signWebhook } from "@openphone-notion/testing";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { cpuGrowth } from "../../testing/src/clock/cpu-growth.js";
import type { Listening } from "./listen.js";
import { createNodeSync, type NodeSync } from "./node-sync.js";

// A whole sync behind real sockets, and a peer that keeps to no rule. An error that nobody catches would end the
// process; here it fails the run.

const secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const PATH = "/webhooks/openphone";
const MEGABYTE = 1024 * 1024;

let dataDir: string;
let sync: NodeSync;
let server: Listening;
const sockets = new Set<Socket>();

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "hostile-"));
  sync = await createNodeSync(
    {
      openphone: { apiKey: "key", baseUrl: "http://127.0.0.1:9", webhookSecrets: [secret] },
      notion: {
        token: "secret_test",
        baseUrl: "http://127.0.0.1:9",
        databases: { messages: "0".repeat(32) },
      },
      adminToken: "0123456789abcdef",
      logLevel: "silent",
      port: 0,
      dataDir,
    },
    {},
  );
  server = await sync.listen();
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await sync.stop();
  await rm(dataDir, { recursive: true });
});
// Whatever has happened, the next delivery is taken and made durable.
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  const before = (await sync.health()).events.stored;
  expect(await deliver(`AC${before}`)).toBe(200);
  expect((await sync.health()).events.stored).toBe(before + 1);
});

async function deliver(id: string): Promise<number> {
  const { headers, body } = await signWebhook(messageReceived({ id }), { secret });
  const answer = await fetch(server.url + PATH, { method: "POST", headers, body });
  await answer.body?.cancel();
  return answer.status;
}

async function open(options: { allowHalfOpen?: boolean } = {}): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port: server.port, ...options });
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  // The server may cut a connection while this side still writes.
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** Everything that comes back until the server closes the connection. */
async function answerOn(socket: Socket): Promise<string> {
  let text = "";
  socket.setEncoding("latin1").on("data", (piece: string) => {
    text += piece;
  });
  if (!socket.closed) await once(socket, "close");
  return text;
}

async function exchange(bytes: string | Uint8Array): Promise<string> {
  const socket = await open();
  socket.write(bytes);
  return answerOn(socket);
}

const statusesOf = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

const lines = (...all: string[]): string => `${all.join("\r\n")}\r\n\r\n`;
const get = (target: string, ...headers: string[]): string =>
  lines(`GET ${target} HTTP/1.1`, "Host: x", "Connection: close", ...headers);
const post = (...headers: string[]): string =>
  lines(`POST ${PATH} HTTP/1.1`, "Host: x", "Connection: close", ...headers);

describe("a body over the limit is refused", () => {
  test("by what is announced, before a byte of it is sent", async () => {
    const socket = await open();
    socket.write(post(`Content-Length: ${3 * MEGABYTE}`));
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(statusesOf(answer.toString())).toEqual([413]);
  });

  test.each(["declared", "chunked"])("when it comes all the same, %s", async (how) => {
    const piece = "x".repeat(64 * 1024);
    const head = how === "declared" ? `Content-Length: ${48 * piece.length}` : "Transfer-Encoding: chunked";
    const framed = how === "declared" ? piece : `${piece.length.toString(16)}\r\n${piece}\r\n`;
    const end = how === "declared" ? "" : "0\r\n\r\n";
    expect(statusesOf(await exchange(post(head) + framed.repeat(48) + end))).toEqual([413]);
  });

  test("when it has no end", async () => {
    const socket = await open();
    const answer = answerOn(socket);
    socket.write(post("Transfer-Encoding: chunked"));
    const piece = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const startedAt = Date.now();
    while (!socket.destroyed && Date.now() - startedAt < 20_000) {
      socket.write(piece);
      await sleep(5);
    }
    expect(statusesOf(await answer)).toEqual([413]);
  });
});

test("a peer that is slow in any way is let go", { timeout: 60_000 }, async () => {
  /** Writes `piece` again and again until the server has had enough. */
  const drip = async (head: string, piece: string): Promise<number[]> => {
    const socket = await open();
    const answer = answerOn(socket);
    socket.write(head);
    while (!socket.destroyed && piece !== "") {
      await sleep(300);
      socket.write(piece);
    }
    return statusesOf(await answer);
  };
  const startedAt = Date.now();
  const ends = await Promise.all([
    drip("", ""),
    drip("GET /health HTTP/1.1\r\nHost: x\r\n", "A: b\r\n"),
    drip("G", ""),
    drip(post("Content-Length: 100000"), "x"),
    drip(post("Transfer-Encoding: chunked"), "1\r\nx\r\n"),
    drip(post("Transfer-Encoding: chunked"), ""),
  ]);
  expect(ends.map((statuses) => statuses.filter((status) => status !== 408))).toEqual([
    [],
    [],
    [],
    [],
    [],
    [],
  ]);
  // Whoever got as far as the body is told.
  expect(ends.slice(3)).toEqual([[408], [408], [408]]);
  // 10 s for the head or the body, and 5 s each until that is noticed and the connection is cut.
  expect(Date.now() - startedAt).toBeLessThan(25_000);
});

describe("a flood of headers is refused:", () => {
  test.each([
    ["one of 20 KB", [`A: ${"x".repeat(20_000)}`]],
    ["a name of 20 KB", [`${"x".repeat(20_000)}: a`]],
    ["5,000", Array.from({ length: 5_000 }, (_, at) => `A${at}: x`)],
  ])("%s", async (_, headers) => {
    expect(statusesOf(await exchange(get("/health", ...headers)))).toEqual([431]);
  });

  test("a target of 20 KB", async () => {
    expect(statusesOf(await exchange(get(`/${"x".repeat(20_000)}`)))).toEqual([431]);
  });

  test("without an end", async () => {
    const socket = await open();
    const answer = answerOn(socket);
    socket.write("GET /health HTTP/1.1\r\n");
    while (!socket.destroyed) {
      socket.write("A: b\r\n".repeat(100));
      await sleep(1);
    }
    expect(statusesOf(await answer)).toEqual([431]);
  });
});

describe("junk", () => {
  test("behind a good request ends the connection, and the good request is answered", async () => {
    const good = lines("GET /health HTTP/1.1", "Host: x");
    const socket = await open();
    const answer = answerOn(socket);
    socket.write(good);
    await once(socket, "data");
    socket.write("\0\xff\xfe junk \r\n\r\n");
    expect(statusesOf(await answer)).toEqual([200, 400]);
    expect(statusesOf(await exchange(good.repeat(50) + get("/health")))).toEqual(Array(51).fill(200));
  });

  test.each([
    ["a TLS greeting", Uint8Array.of(0x16, 3, 1, 0, 0xa5, 1, 0, 0, 0xa1, 3, 3)],
    ["an HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["an HTTP/9 request", "GET / HTTP/9.9\r\nHost: x\r\n\r\n"],
    ["an HTTP/0.9 request", "GET /\r\n\r\n"],
    ["no Host", "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["bare line feeds and a NUL", "GET /health HTTP/1.1\nHost: x\nA: \0\n\n"],
    ["a space before the colon", get("/health", "A : b")],
    ["a folded header", get("/health", "A: b\r\n\tc")],
    ["two lengths", `${post("Content-Length: 2", "Content-Length: 3")}{} `],
    ["a length and chunks", `${post("Content-Length: 2", "Transfer-Encoding: chunked")}0\r\n\r\n`],
    ["chunks that are not last", `${post("Transfer-Encoding: chunked, identity")}0\r\n\r\n`],
    ["a negative length", post("Content-Length: -1")],
    ["a length beyond all numbers", post(`Content-Length: ${"9".repeat(60)}`)],
    ["a chunk that is no number", `${post("Transfer-Encoding: chunked")}zz\r\nx\r\n0\r\n\r\n`],
    ["a chunk beyond all numbers", `${post("Transfer-Encoding: chunked")}${"f".repeat(40)}\r\nx`],
  ])("is refused: %s", async (_, bytes) => {
    const answer = await exchange(bytes);
    for (const status of statusesOf(answer)) expect(status).toBeOneOf([400, 404, 413, 505]);
    expect(answer).not.toMatch(/\bat .*:\d+|node_modules/);
  });

  test("of any bytes at all is survived", async () => {
    const random = seededRandom(1);
    const starts = [
      "",
      "GET ",
      "POST ",
      `POST ${PATH} HTTP/1.1\r\n`,
      post("Transfer-Encoding: chunked"),
      get("/health"),
    ];
    const attempts = Array.from({ length: 300 }, async (_, round) => {
      const bytes = Buffer.from(
        Array.from({ length: Math.floor(random() * 400) }, () => Math.floor(random() * 256)),
      );
      const socket = await open();
      socket.end(Buffer.concat([Buffer.from(starts[round % starts.length] ?? ""), bytes]));
      return statusesOf(await answerOn(socket));
    });
    for (const status of (await Promise.all(attempts)).flat()) expect(status).toBeLessThan(500);
  });
});

describe("a connection that ends", () => {
  test.each([
    ["in the head", "GET /health HTTP/1.1\r\nHost: x\r\n"],
    ["in the body", `${post("Content-Length: 100")}{"half`],
    ["in a chunk", `${post("Transfer-Encoding: chunked")}64\r\n{"half`],
    ["behind the head", post("Content-Length: 100")],
  ])("%s, from one side or from both, leaves nothing behind", async (_, bytes) => {
    const half = await open({ allowHalfOpen: true });
    half.end(bytes);
    for (const status of statusesOf(await answerOn(half))) expect(status).toBeOneOf([400, 408]);
    const whole = await open();
    whole.write(bytes, () => whole.resetAndDestroy());
    await once(whole, "close");
  });
});

describe("targets", () => {
  test.each([
    ["http://evil.example.com/health", 200],
    ["http://user:password@evil.example.com:99999/health", 400],
    ["/health?x=1#y", 200],
    ["//evil.example.com/health", 200],
    ["http://", 400],
    ["*", 404],
    ["/%", 404],
    ["/media/%", 403],
    ["/media/%zz?signature=x", 403],
    ["/media/%ff%fe", 403],
    ["/media/%00", 403],
    ["/media/../../openphone-notion.db", 404],
    ["/media/%2e%2e/%2e%2e/openphone-notion.db", 404],
    ["/media/..%2f..%2fopenphone-notion.db", 403],
    ["/media/..%5c..%5copenphone-notion.db", 403],
    ["/media/....//....//openphone-notion.db", 403],
    ["/media/%252e%252e%252fopenphone-notion.db", 403],
    ["/media//etc/passwd", 403],
    ["/media/.incoming/x", 403],
    ["/media/\\..\\..\\x", 404],
    ["/media/", 403],
    [`/media/${"a/".repeat(4_000)}`, 403],
    ["/admin/replay", 405],
    ["/webhooks/openphone", 405],
    ["/webhooks/openphone/%2e%2e/%2e%2e/health", 200],
  ])("%s", async (target, status) => {
    expect(statusesOf(await exchange(get(target)))).toEqual([status]);
  });
});

describe("methods and headers", () => {
  const request = (method: string, target: string, ...headers: string[]) =>
    exchange(lines(`${method} ${target} HTTP/1.1`, "Host: x", "Connection: close", ...headers));

  test("HEAD is answered without a body", async () => {
    const answer = await request("HEAD", "/health");
    expect(statusesOf(answer)).toEqual([200]);
    expect(answer.split("\r\n\r\n")[1]).toBe("");
  });

  test.each([
    ["OPTIONS", "/health", 405],
    ["OPTIONS", "*", 404],
    ["PUT", PATH, 405],
    ["TRACE", "/health", 400],
    ["PROPFIND", "/media/", 405],
    ["M-SEARCH", PATH, 405],
    ["NOTAMETHOD", "/health", 400],
    ["get", "/health", 400],
  ])("%s %s", async (method, target, status) => {
    expect(statusesOf(await request(method, target))).toEqual([status]);
  });

  test("CONNECT makes no tunnel", async () => {
    const answer = await request("CONNECT", "127.0.0.1:9");
    for (const status of statusesOf(answer)) expect(status).toBeGreaterThanOrEqual(400);
  });

  test.each(["websocket", "h2c", "TLS/1.0"])("an upgrade to %s is not made", async (protocol) => {
    const headers = ["Host: x", "Connection: Upgrade", `Upgrade: ${protocol}`, "Sec-WebSocket-Key: AAAA"];
    const socket = await open();
    socket.write(lines("GET /health HTTP/1.1", ...headers));
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(statusesOf(answer.toString())).toEqual([200]);
  });

  test("a sender that waits for 100 Continue gets it, and its answer", async () => {
    const { headers, body } = await signWebhook(messageReceived({ id: "ACexpect" }), { secret });
    const socket = await open();
    const answer = answerOn(socket);
    const all = Object.entries({
      ...headers,
      Expect: "100-continue",
      "Content-Length": Buffer.byteLength(body),
    });
    socket.write(post(...all.map(([name, value]) => `${name}: ${value}`)));
    await once(socket, "data");
    socket.write(body);
    expect(statusesOf(await answer)).toEqual([100, 200]);
    expect(statusesOf(await request("POST", PATH, "Expect: the impossible", "Content-Length: 0"))).toEqual([
      417,
    ]);
  });

  test("headers that come twice are no way in, and no way to an error", async () => {
    const { headers, body } = await signWebhook(messageReceived({ id: "ACtwice" }), { secret });
    const signature = headers["openphone-signature"];
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    const send = async (...extra: string[]) => statusesOf(await exchange(post(length, ...extra) + body));
    expect(await send("openphone-signature: x", "openphone-signature: y")).toEqual([401]);
    expect(
      await send(
        "webhook-signature: v1,AAAA",
        "webhook-signature: v1,AAAA",
        "webhook-id: a",
        "webhook-id: b",
      ),
    ).toEqual([401]);
    // One good signature of several is enough, as while a key is changed.
    expect(await send("openphone-signature: hmac;1;1;AAAA", `openphone-signature: ${signature}`)).toEqual([
      200,
    ]);
    expect(
      await send("__proto__: x", "constructor: y", "toString: z", `openphone-signature: \xff${signature}`),
    ).toEqual([401]);
  });
});

test("a thousand idle connections keep nobody out", async () => {
  const idle = await Promise.all(Array.from({ length: 1_000 }, () => open()));
  const startedAt = Date.now();
  expect(await deliver("ACamongIdle")).toBe(200);
  expect(Date.now() - startedAt).toBeLessThan(2_000);
  expect(idle.filter((socket) => socket.destroyed)).toEqual([]);
});

test("eight times as many chunks of a byte do not take eight times eight times as long", async () => {
  const send = async (chunks: number) => {
    const bytes = `${post("Transfer-Encoding: chunked")}${"1\r\nx\r\n".repeat(chunks)}0\r\n\r\n`;
    expect(statusesOf(await exchange(bytes))).toEqual([401]);
  };
  expect(await cpuGrowth(send, 5_000)).toBeLessThan(30);
});
