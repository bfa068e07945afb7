import { createServer, request as httpRequest, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { signMediaPath } from "@openphone-notion/core";
import { createHttpApp, type HttpAppOptions } from "@openphone-notion/http";
import { createMemoryStorage } from "@openphone-notion/testing";
import express from "express";
import { afterEach, describe, expect, test, vi } from "vitest";
import { toExpress } from "./to-express.js";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function webhookApp(options: Partial<HttpAppOptions> = {}) {
  const received: string[] = [];
  const app = createHttpApp({
    async receive({ body }) {
      received.push(new TextDecoder("utf-8", { ignoreBOM: true }).decode(body));
      return { status: "stored" };
    },
    health: async () => ({ ok: true }),
    ...options,
  });
  return { app, received };
}

const path = "/webhooks/openphone";
const json = { "content-type": "application/json" };
const event = '\ufeff{ "id": "EV00fake01" }\r\n';

describe("in Express", () => {
  test.each(["/webhooks/openphone", "/hooks/of/mine", "/"])(
    "mounted at %s, deliveries reach the webhook",
    async (mount) => {
      const { app, received } = webhookApp();
      const server = express();
      server.use(mount, toExpress(app.fetch, { path }));
      const response = await fetch((await listen(server)) + mount, {
        method: "POST",
        body: event,
        headers: json,
      });
      expect([response.status, await response.json()]).toEqual([200, { status: "stored" }]);
      expect(received).toEqual([event]);
    },
  );

  test("after express.json() it says what to change", async () => {
    const { app, received } = webhookApp();
    const server = express();
    server.use(express.json());
    server.use(path, toExpress(app.fetch, { path }));
    const body = '{"id":"EV00fake01"}';
    const response = await fetch((await listen(server)) + path, { method: "POST", body, headers: json });
    expect([response.status, await response.json()]).toEqual([
      500,
      {
        error: {
          code: "body_already_parsed",
          message: expect.stringMatching(/before express\.json\(\).*express\.raw/),
        },
      },
    ]);
    expect(received).toEqual([]);
  });

  test("after a parser that left the body alone it reads it", async () => {
    const { app, received } = webhookApp();
    const server = express();
    server.use(express.json());
    server.use(path, toExpress(app.fetch, { path }));
    await fetch((await listen(server)) + path, {
      method: "POST",
      body: event,
      headers: { "content-type": "text/plain" },
    });
    expect(received).toEqual([event]);
  });

  test("after express.raw() it takes the bytes from there", async () => {
    const { app, received } = webhookApp();
    const server = express();
    server.use(express.raw({ type: "*/*" }));
    server.use(path, toExpress(app.fetch, { path }));
    await fetch((await listen(server)) + path, { method: "POST", body: event, headers: json });
    expect(received).toEqual([event]);
  });

  test("what is not the app's own goes on to the next handler", async () => {
    const { app } = webhookApp({ media: { secret: "a secret of tests", storage: createMemoryStorage() } });
    const server = express();
    server.use(toExpress(app.fetch, { only: app.owns }));
    server.use((request, response) => void response.send(`next: ${request.url}`));
    const url = await listen(server);
    const text = async (at: string) => (await fetch(url + at)).text();
    expect(await text("/health?x=1")).toBe('{"ok":true}');
    expect(await text("/health/")).toBe('{"ok":true}');
    expect(await text("/media/x?signature=y")).toContain("link_invalid");
    const others = ["/", "/healthy", "/health/x", "/media", "/media/logo.png", "/about?health"];
    for (const at of [...others, "/admin/users", "/admin/replay", "/webhooks/notion", "/%", "//health"])
      expect(await text(at)).toBe(`next: ${at}`);
  });

  test("an app that rejects goes to Express's error handler", async () => {
    const server = express();
    server.use(toExpress(() => Promise.reject(new Error("broken"))));
    server.use(((error, _request, response, _next) => {
      response.status(502).send(error.message);
    }) as express.ErrorRequestHandler);
    const response = await fetch(await listen(server));
    expect([response.status, await response.text()]).toEqual([502, "broken"]);
  });
});

describe("over plain sockets", () => {
  test("a body that is too large is refused while it is still being sent", async () => {
    const { app, received } = webhookApp({ maxBodyBytes: 1000 });
    const url = new URL(path, await listen(toExpress(app.fetch)));
    for (const headers of [{}, { "content-length": "3000000" }]) {
      const status = await new Promise((resolve, reject) => {
        const sending = httpRequest(url, { method: "POST", headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sending.on("error", reject);
        sending.write(new Uint8Array(1_500_000));
        sending.end(new Uint8Array(1_500_000));
      });
      expect(status).toBe(413);
    }
    expect(received).toEqual([]);
  });

  test("bodies that come with their headers, and in pieces later, are taken on one connection", async () => {
    const { app, received } = webhookApp();
    const url = new URL(await listen(toExpress(app.fetch)));
    const socket = connect(Number(url.port), url.hostname).setNoDelay();
    let answers = "";
    socket.setEncoding("latin1").on("data", (text: string) => {
      answers += text;
    });
    const head = (length: number) => `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`;
    const answered = (count: number) =>
      vi.waitFor(() => expect(answers.match(/HTTP\/1\.1 200 OK|"stored"/g)).toHaveLength(2 * count));
    socket.write(`${head(5)}first`);
    await answered(1);
    socket.write(`${head(10)}in pi`);
    await new Promise((resolve) => setImmediate(resolve));
    socket.write("eces.");
    await answered(2);
    // Two at once, and none of the bytes of one in the other.
    socket.write(`${head(3)}two${head(5)}three`);
    await answered(4);
    expect(received).toEqual(["first", "in pieces.", "two", "three"]);
    socket.destroy();
  });

  test("a sender that stalls is answered", async () => {
    const { app } = webhookApp({ bodyTimeoutMs: 20 });
    const url = new URL(path, await listen(toExpress(app.fetch)));
    const status = await new Promise((resolve, reject) => {
      const sending = httpRequest(url, { method: "POST" }, (response) => resolve(response.statusCode));
      sending.on("error", reject);
      sending.write("{");
    });
    expect(status).toBe(408);
  });

  test("a sender that hangs up in the middle is survived, and nothing is received", async () => {
    const { app, received } = webhookApp();
    let hangUp = () => {};
    let answered = (_status: number) => {};
    const status = new Promise<number>((resolve) => {
      answered = resolve;
    });
    const handler = toExpress(async (request) => {
      hangUp();
      const response = await app.fetch(request);
      answered(response.status);
      return response;
    });
    const url = new URL(await listen(handler));
    const socket = connect(Number(url.port), url.hostname);
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"half`);
    hangUp = () => socket.destroy();
    expect(await status).toBe(408);
    expect(received).toEqual([]);
    hangUp = () => {};
    expect((await fetch(new URL("/health", url))).status).toBe(200);
  });

  test("odd request targets are answered and change nothing", async () => {
    const { app } = webhookApp();
    const url = new URL(await listen(toExpress(app.fetch)));
    const statusOf = (requestLine: string, host = "x") =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(url.port), url.hostname);
        let text = "";
        socket.on("data", (data) => {
          text += data;
        });
        socket.on("end", () => resolve(text.slice(9, 12)));
        socket.on("error", reject);
        socket.write(`${requestLine} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
      });
    expect(await statusOf("GET //")).toBe("400");
    expect(await statusOf("GET //user:pw@evil.example.com/health")).toBe("400");
    expect(await statusOf("TRACE /health")).toBe("400");
    expect(await statusOf("GET http://example.com/health")).toBe("200");
    expect(await statusOf("GET /health", "user@evil/webhooks")).toBe("200");
    expect(await statusOf("OPTIONS *")).toBe("404");
  });
});

test("short JSON goes out in one piece, longer JSON as it comes", async () => {
  const url = await listen(
    toExpress(async ({ url }) =>
      Response.json("x".repeat(url.endsWith("/short") ? 10 : 20_000), {
        headers: url.endsWith("/short") ? {} : { "content-length": "20002" },
      }),
    ),
  );
  const short = await fetch(`${url}/short`);
  expect([short.headers.get("content-length"), await short.json()]).toEqual(["12", "x".repeat(10)]);
  const long = await fetch(`${url}/long`);
  expect([long.headers.get("content-length"), await long.json()]).toEqual(["20002", "x".repeat(20_000)]);
});

describe("files over plain sockets", () => {
  const secret = "a secret of tests";
  const key = "recordings/2026/10/07/AC00fake0001-1791385206000.mp3";

  async function serveFile(body: () => ReadableStream<Uint8Array<ArrayBuffer>>, size: number) {
    const storage = createMemoryStorage();
    await storage.put(key, new Response(new Uint8Array(size)).body!, { contentType: "audio/mpeg" });
    const { app } = webhookApp({
      media: {
        secret,
        storage: {
          ...storage,
          get: async (asked) => ({ object: (await storage.head(asked))!, body: body() }),
        },
      },
    });
    return `${await listen(toExpress(app.fetch))}/media/${await signMediaPath({ secret, key })}`;
  }

  test("are streamed, with ranges", async () => {
    const storage = createMemoryStorage();
    const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at & 0xff);
    await storage.put(key, new Response(bytes).body!, { contentType: "audio/mpeg" });
    const { app } = webhookApp({ media: { secret, storage } });
    const url = `${await listen(toExpress(app.fetch))}/media/${await signMediaPath({ secret, key })}`;
    const whole = await fetch(url);
    expect([whole.status, whole.headers.get("content-length")]).toEqual([200, "300000"]);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    const part = await fetch(url, { headers: { range: "bytes=256-511" } });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 256-511/300000"]);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.slice(256, 512))).toBe(true);
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "300000"]);
  });

  test("that break off cut the connection", async () => {
    let pulls = 0;
    const broken = () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(controller) {
          if (pulls++ > 0) throw new Error("disk gone");
          controller.enqueue(new Uint8Array(1000));
        },
      });
    const url = await serveFile(broken, 5000);
    await expect(fetch(url).then((response) => response.arrayBuffer())).rejects.toThrow();
  });

  test("are let go when the listener hangs up", async () => {
    let letGo = () => {};
    const cancelled = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const endless = () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
        cancel: () => letGo(),
      });
    const url = await serveFile(endless, 5_000_000);
    const hangUp = new AbortController();
    const response = await fetch(url, { signal: hangUp.signal });
    await response.body?.getReader().read();
    hangUp.abort();
    await cancelled;
  });
});
