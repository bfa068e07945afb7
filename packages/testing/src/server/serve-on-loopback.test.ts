import { createConnection } from "node:net";
import { afterEach, expect, test } from "vitest";
import { ConnectionReset } from "../notion/connection-reset.js";
import { type LoopbackServer, serveOnLoopback } from "./serve-on-loopback.js";

let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const serve = async (handler: (request: Request) => Promise<Response>) => {
  server = await serveOnLoopback(handler);
  return server.url;
};

test("method, path, headers and body arrive, status, headers and body come back", async () => {
  const url = await serve(async (request) => {
    const { pathname, search } = new URL(request.url);
    const line = `${request.method} ${pathname}${search} ${request.headers.get("x-a")} ${await request.text()}`;
    return new Response(line, { status: 201, headers: { "x-b": "2" } });
  });
  const response = await fetch(`${url}/a/b?c=1`, { method: "POST", headers: { "x-a": "1" }, body: "hello" });
  expect([response.status, response.headers.get("x-b")]).toEqual([201, "2"]);
  expect(await response.text()).toBe("POST /a/b?c=1 1 hello");
});

test("both bodies stream: an echo answers a chunk before the next one is sent", async () => {
  const url = await serve(async (request) => new Response(request.body));
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const sent = fetch(url, { method: "POST", body: readable, duplex: "half" } as RequestInit);
  const write = (text: string) => writer.write(new TextEncoder().encode(text));
  await write("one");
  const reader = (await sent).body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe("one");
  await write("two");
  expect(new TextDecoder().decode((await reader.read()).value)).toBe("two");
  await writer.close();
  expect((await reader.read()).done).toBe(true);
});

test("the signal of the request aborts when the peer goes away", async () => {
  let abort = () => {};
  const aborted = new Promise<void>((resolve) => {
    abort = resolve;
  });
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const url = await serve((request) => {
    arrive();
    return new Promise((_, reject) => {
      request.signal.addEventListener("abort", () => {
        abort();
        reject(request.signal.reason);
      });
    });
  });
  const leave = new AbortController();
  const answer = fetch(url, { signal: leave.signal });
  await arrived;
  leave.abort();
  await expect(answer).rejects.toThrow();
  await aborted;
});

test("a connection reset breaks the connection without an answer", async () => {
  const url = await serve(async () => {
    throw new ConnectionReset();
  });
  await expect(fetch(url)).rejects.toThrow(TypeError);
});

test("any other error of the handler is a 500 that names it", async () => {
  const url = await serve(async () => {
    throw new Error("a bug");
  });
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([500, "Error: a bug"]);
});

test("an answer that fails half-way breaks the connection", async () => {
  const url = await serve(async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(10)),
      pull: (controller) => controller.error(new Error("half-way")),
    });
    return new Response(body);
  });
  await expect(fetch(url).then((response) => response.arrayBuffer())).rejects.toThrow();
});

test("close also ends connections that are kept alive", async () => {
  const url = new URL(await serve(async () => new Response("ok")));
  const socket = createConnection(Number(url.port), url.hostname);
  socket.write("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
  await new Promise((resolve) => socket.once("data", resolve));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await server!.close();
  await closed;
  server = undefined;
});
