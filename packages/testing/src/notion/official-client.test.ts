import {
  APIErrorCode,
  APIResponseError,
  Client,
  collectPaginatedAPI,
  isNotionClientError,
} from "@notionhq/client";
import { setupServer } from "msw/node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { serveOnLoopback } from "../server/serve-on-loopback.js";
import { fakeNotion } from "./fake-notion.js";
import type { Fault } from "./faults.js";

const setUp = (options: { queryLagMs?: number; window?: { requests: number; perMs: number } } = {}) =>
  fakeNotion({
    ...options,
    token: "secret",
    databases: {
      calls: {
        Name: { type: "title" },
        "Call ID": { type: "rich_text" },
        Minutes: { type: "number" },
        Recording: { type: "files" },
      },
    },
  });
type SupportedFetch = NonNullable<NonNullable<ConstructorParameters<typeof Client>[0]>["fetch"]>;
type Notion = ReturnType<typeof setUp>;

/** Puts a fake where a client can reach it; gives its base URL and how to take it away. */
type Reach = (notion: Notion) => Promise<{ baseUrl: string; close(): unknown }>;

const overLoopback: Reach = async (notion) => {
  const server = await serveOnLoopback(notion.fetch);
  return { baseUrl: server.url, close: server.close };
};
const overMsw: Reach = async (notion) => {
  const server = setupServer(...notion.handlers);
  server.listen({ onUnhandledFrame: "error" });
  return { baseUrl: "https://api.notion.com", close: () => server.close() };
};

/** The client has no deadline of its own that ends a request, so it is given one by its fetch. */
const withDeadline = (deadlineMs: () => number): SupportedFetch =>
  ((url, init) =>
    fetch(url, { ...(init as RequestInit), signal: AbortSignal.timeout(deadlineMs()) })) as SupportedFetch;

describe.each([
  ["over loopback", overLoopback],
  ["over MSW", overMsw],
])("the official client %s", (_, reach) => {
  let notion: Notion;
  let client: Client;
  let close: (() => unknown) | undefined;
  let deadlineMs: number;

  const stop = async () => {
    await close?.();
    close = undefined;
  };
  const start = async (options: Parameters<typeof setUp>[0] = {}) => {
    await stop();
    notion = setUp(options);
    const { baseUrl, close: closeReach } = await reach(notion);
    close = closeReach;
    deadlineMs = 10_000;
    client = new Client({
      auth: "secret",
      baseUrl,
      notionVersion: "2026-03-11",
      retry: false,
      logger: () => {},
      fetch: withDeadline(() => deadlineMs),
    });
  };
  beforeEach(() => start());
  afterEach(stop);

  const create = (id = "AC1") =>
    client.pages.create({
      parent: { data_source_id: notion.databases.calls.dataSourceId },
      properties: { "Call ID": { rich_text: [{ text: { content: id } }] }, Minutes: { number: 1 } },
    });
  const find = (id: string) =>
    client.dataSources.query({
      data_source_id: notion.databases.calls.dataSourceId,
      filter: { property: "Call ID", rich_text: { equals: id } },
    });
  const nextCreate = (fault: Fault) => notion.faults.next({ method: "POST", path: "/v1/pages" }, fault);

  test("creates, finds, updates and trashes a page", async () => {
    const { id } = await create();
    await create("AC2");
    expect((await find("AC1")).results.map((page) => page.id)).toEqual([id]);
    await client.pages.update({ page_id: id, properties: { Minutes: { number: 2 } } });
    expect(notion.page("call:AC1").Minutes).toBe(2);
    await client.pages.update({ page_id: id, in_trash: true });
    expect((await find("AC1")).results).toEqual([]);
    expect(notion.counts).toMatchObject({ requests: 6, creates: 2, queries: 2, updates: 2 });
  });

  test("appends and lists blocks", async () => {
    const { id } = await create();
    const children = Array.from({ length: 3 }, (_, index) => ({
      paragraph: { rich_text: [{ text: { content: String(index) } }] },
    }));
    await client.blocks.children.append({ block_id: id, children });
    await client.blocks.children.append({
      block_id: id,
      children: [{ divider: {} }],
      position: { type: "start" },
    });
    const blocks = await collectPaginatedAPI(client.blocks.children.list, { block_id: id, page_size: 2 });
    expect(blocks.map((block) => "type" in block && block.type)).toEqual([
      "divider",
      "paragraph",
      "paragraph",
      "paragraph",
    ]);
  });

  test("reads the schema by way of the database and asks for a few properties only", async () => {
    const database = await client.databases.retrieve({ database_id: notion.databases.calls.id });
    const [reference] = "data_sources" in database ? database.data_sources : [];
    const { properties } = await client.dataSources.retrieve({ data_source_id: reference!.id });
    const { id } = await create();
    const page = await client.pages.retrieve({ page_id: id, filter_properties: [properties.Minutes!.id] });
    expect("properties" in page && Object.keys(page.properties)).toEqual(["Minutes"]);
  });

  test("uploads a file and attaches it", async () => {
    const { id: page_id } = await create();
    const { id } = await client.fileUploads.create({ filename: "call.mp3" });
    const data = new Blob([new Uint8Array(100_000).fill(7)], { type: "audio/mpeg" });
    await client.fileUploads.send({ file_upload_id: id, file: { data, filename: "call.mp3" } });
    await client.pages.update({
      page_id,
      properties: { Recording: { files: [{ type: "file_upload", file_upload: { id }, name: "call.mp3" }] } },
    });
    expect(notion.uploads()).toMatchObject([{ id, attached: true, contentType: "audio/mpeg" }]);
    expect(notion.uploads()[0]?.bytes).toEqual(new Uint8Array(100_000).fill(7));
  });

  test.each<[Fault, APIErrorCode, number]>([
    ["429", APIErrorCode.RateLimited, 0],
    ["529", APIErrorCode.ServiceOverload, 0],
    ["409", APIErrorCode.ConflictError, 0],
    ["500", APIErrorCode.InternalServerError, 0],
    ["503", APIErrorCode.ServiceUnavailable, 0],
    ["block-limit", APIErrorCode.RestrictedResource, 0],
    ["503-after-commit", APIErrorCode.ServiceUnavailable, 1],
  ])("meets %s as an error with the code %s", async (fault, code, committed) => {
    nextCreate(fault);
    const error = await create().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(APIResponseError);
    expect((error as APIResponseError).code).toBe(code);
    expect((error as APIResponseError).request_id).toBeTruthy();
    expect(notion.pages("calls")).toHaveLength(committed);
    if (committed) {
      const { additional_data: data } = error as APIResponseError;
      expect(data?.committed_resource_id).toBe(notion.pages("calls")[0]?.id);
    }
  });

  test("meets a 502 as an unknown answer", async () => {
    nextCreate("502-html");
    await expect(create()).rejects.toMatchObject({ status: 502, code: "notionhq_client_response_error" });
  });

  test.each([
    ["reset-before-commit", 0],
    ["reset-after-commit", 1],
  ] as const)("meets %s as a failed fetch", async (fault, committed) => {
    nextCreate(fault);
    const error = await create().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(isNotionClientError(error)).toBe(false);
    expect(notion.pages("calls")).toHaveLength(committed);
  });

  test.each([
    ["timeout-before-commit", 0],
    ["timeout-after-commit", 1],
    ["slow-body", 1],
  ] as const)("meets %s as its own deadline, and nothing is left hanging", async (fault, committed) => {
    nextCreate(fault);
    deadlineMs = 150;
    await expect(create()).rejects.toThrow(/abort|timeout/i);
    expect(notion.pages("calls")).toHaveLength(committed);
  });

  test("sees the query lag", async () => {
    await start({ queryLagMs: 60_000 });
    const { id } = await create();
    expect((await find("AC1")).results).toEqual([]);
    expect((await client.pages.retrieve({ page_id: id })).id).toBe(id);
  });

  test("runs into the window", async () => {
    await start({ window: { requests: 2, perMs: 60_000 } });
    await create("AC1");
    await create("AC2");
    const error = (await create("AC3").catch((thrown: unknown) => thrown)) as APIResponseError;
    expect(error.additional_data).toMatchObject({
      rate_limit_reason: "public_api_request_rate_limit",
      retry_after: "60",
    });
    expect(notion.pages("calls")).toHaveLength(2);
  });
});
