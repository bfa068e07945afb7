import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createGuardedFetch } from "./guarded-fetch.js";

let server: Server;
let port: number;
let connections = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/to-localhost") {
      response.writeHead(302, { location: `http://localhost:${port}/file` }).end();
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
  await expect(get("127.0.0.1", allowed, "/to-localhost")).rejects.toMatchObject({ code: "media_refused" });
  const manual = await get("127.0.0.1", allowed, "/to-localhost", { redirect: "manual" });
  expect([manual.status, manual.headers.get("location")]).toEqual([302, `http://localhost:${port}/file`]);
});

test("an aborted request ends with the reason of its signal", async () => {
  const reason = new Error("lease lost");
  const aborted = get("127.0.0.1", [`127.0.0.1:${port}`], "/file", { signal: AbortSignal.abort(reason) });
  await expect(aborted).rejects.toBe(reason);
});
