import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createGuardedFetch } from "./guarded-fetch.js";

let server: Server;
let port: number;
let connections = 0;
/** Answers without end that are still wanted. */
let endless = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/to-localhost") {
      response.writeHead(302, { location: `http://localhost:${port}/file` }).end();
    } else if (request.url === "/endless") {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      endless++;
      response.on("drain", more).on("close", () => endless--);
      more();
    } else response.end("sound");
  });
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  connections = 0;
});

const get = (host: string, allowedHosts: string[], path = "/file", init: RequestInit = {}) =>
  createGuardedFetch({ allowedHosts })(new URL(`http://${host}:${port}${path}`), init);

test.each(["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0"])(
  "a private address is not connected to: %s",
  async (host) => {
    await expect(get(host, [])).rejects.toMatchObject({ code: "media_refused", retry: "never" });
    expect(connections).toBe(0);
  },
);

test("an allowed host is, by address or by name", async () => {
  for (const host of ["127.0.0.1", "localhost"]) {
    const response = await get(host, [`${host}:${port}`]);
    expect(await response.text()).toBe("sound");
  }
});

test("an allowed host is so on its own port only", async () => {
  await expect(get("127.0.0.1", ["127.0.0.1", `127.0.0.1:${port + 1}`])).rejects.toMatchObject({
    code: "media_refused",
  });
  expect(connections).toBe(0);
});

test("a redirect does not lead past the guard", async () => {
  const allowed = [`127.0.0.1:${port}`];
  const { status, headers } = await get("127.0.0.1", allowed, "/to-localhost");
  expect([status, headers.get("location")]).toEqual([302, `http://localhost:${port}/file`]);
  expect(connections).toBe(1);
});

test("an aborted request ends with the reason of its signal", async () => {
  const reason = new Error("lease lost");
  const aborted = get("127.0.0.1", [`127.0.0.1:${port}`], "/file", { signal: AbortSignal.abort(reason) });
  await expect(aborted).rejects.toBe(reason);
});

test("a body is let go of at any time, begun or not, and its connection with it", async () => {
  for (let chunks = 0; chunks < 4; chunks++) {
    const { body } = await get("127.0.0.1", [`127.0.0.1:${port}`], "/endless");
    const reader = body?.getReader();
    for (let at = 0; at < chunks; at++) await reader?.read();
    await reader?.cancel();
  }
  await expect.poll(() => endless).toBe(0);
});

test("a body ends with the reason of its signal", async () => {
  const reason = new Error("lease lost");
  const controller = new AbortController();
  const { body } = await get("127.0.0.1", [`127.0.0.1:${port}`], "/endless", { signal: controller.signal });
  const reader = body?.getReader();
  await reader?.read();
  controller.abort(reason);
  const rest = async () => {
    while (!(await reader?.read())?.done);
  };
  await expect(rest()).rejects.toBe(reason);
});
