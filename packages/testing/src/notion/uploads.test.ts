import { beforeEach, expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { type Answered, call, manualClock } from "./under-test.js";

const MIB = 1_048_576;
const setUp = (plan: "free" | "plus" = "plus") => {
  const clock = manualClock();
  const notion = fakeNotion({
    plan,
    clock,
    databases: { rows: { Name: { type: "title" }, Files: { type: "files" } } },
  });
  return { clock, notion };
};
let world: ReturnType<typeof setUp>;
beforeEach(() => {
  world = setUp();
});

const create = (body: object = {}): Promise<Answered> => call(world.notion, "POST", "/v1/file_uploads", body);
function send(
  id: string,
  bytes: number | string,
  type = "audio/mpeg",
  partNumber?: number,
): Promise<Answered> {
  const form = new FormData();
  form.set(
    "file",
    new Blob([typeof bytes === "string" ? bytes : new Uint8Array(bytes)], { type }),
    "call.mp3",
  );
  if (partNumber !== undefined) form.set("part_number", String(partNumber));
  return call(world.notion, "POST", `/v1/file_uploads/${id}/send`, form);
}
const attach = (id: string, name = "call.mp3"): Promise<Answered> =>
  call(world.notion, "POST", "/v1/pages", {
    parent: { data_source_id: world.notion.databases.rows.dataSourceId },
    properties: { Files: { files: [{ type: "file_upload", file_upload: { id }, name }] } },
  });

test("a file is announced, sent and attached, and then never expires", async () => {
  const { body: upload } = await create({ filename: "call.mp3" });
  expect(upload).toMatchObject({
    status: "pending",
    content_type: "audio/mpeg",
    expiry_time: "2026-11-21T11:00:00.000Z",
  });
  expect(upload.upload_url).toBe(`https://api.notion.com/v1/file_uploads/${upload.id}/send`);
  expect((await send(upload.id, "ring")).body).toMatchObject({ status: "uploaded", content_length: 4 });
  const { body: page } = await attach(upload.id);
  expect(page.properties.Files.files[0]).toMatchObject({
    name: "call.mp3",
    type: "file",
    file: { expiry_time: expect.any(String) },
  });
  world.clock.advance(3_600_000);
  const { body: later } = await call(world.notion, "GET", `/v1/file_uploads/${upload.id}`);
  expect(later).toMatchObject({ status: "uploaded", expiry_time: null });
  const [kept] = world.notion.uploads();
  expect(new TextDecoder().decode(kept?.bytes)).toBe("ring");
  expect(kept).toMatchObject({ filename: "call.mp3", attached: true });
});

test("an upload that nobody attaches expires after an hour", async () => {
  const { body: upload } = await create({ filename: "call.mp3" });
  await send(upload.id, "ring");
  world.clock.advance(3_600_000);
  expect((await call(world.notion, "GET", `/v1/file_uploads/${upload.id}`)).body.status).toBe("expired");
  expect((await attach(upload.id)).body.message).toContain('has status "expired"');
});

test("what is not uploaded can't be attached, and a refused write attaches nothing", async () => {
  const { body: upload } = await create({ filename: "call.mp3" });
  expect((await attach(upload.id)).body.message).toContain('has status "pending"');
  await send(upload.id, "ring");
  await attach(upload.id, "x".repeat(101));
  expect(world.notion.uploads()[0]?.attached).toBe(false);
});

test("parts are put together in their order, not in that of their arrival", async () => {
  const { body: upload } = await create({ mode: "multi_part", filename: "call.mp3", number_of_parts: 2 });
  await send(upload.id, "end", "application/octet-stream", 2);
  const complete = () => call(world.notion, "POST", `/v1/file_uploads/${upload.id}/complete`);
  expect((await complete()).body.message).toContain("Only 1 of 2 parts");
  const sent = await send(upload.id, 5 * MIB, "application/octet-stream", 1);
  expect(sent.body).toMatchObject({ status: "pending", number_of_parts: { total: 2, sent: 2 } });
  expect((await complete()).body).toMatchObject({ status: "uploaded", content_length: 5 * MIB + 3 });
  expect(new TextDecoder().decode(world.notion.uploads()[0]?.bytes.subarray(5 * MIB))).toBe("end");
});

test("parts have at least 5 MiB, except the last, and a number that was announced", async () => {
  const { body: upload } = await create({ mode: "multi_part", filename: "call.mp3", number_of_parts: 2 });
  expect((await send(upload.id, "short", "audio/mpeg", 1)).body.message).toContain("The part has 5 bytes");
  expect((await send(upload.id, "x", "audio/mpeg", 3)).body.message).toBe(
    "part_number should be between 1 and 2.",
  );
  expect((await send(upload.id, "x", "audio/mpeg")).body.message).toBe(
    "part_number should be between 1 and 2.",
  );
});

test("a single part has at most 20 MiB, on the free plan 5, and parts are for paid plans", async () => {
  const { body: upload } = await create({ filename: "call.mp3" });
  expect((await send(upload.id, 20 * MIB + 1)).body.message).toContain(
    "at most 20971520 can be sent in a single part",
  );
  world = setUp("free");
  const { body: free } = await create({ filename: "call.mp3" });
  expect((await send(free.id, 5 * MIB + 1)).body.message).toContain("at most 5242880");
  expect(
    (await create({ mode: "multi_part", filename: "a.mp3", number_of_parts: 2 })).body.message,
  ).toContain("paid workspaces");
});

test("the type of the sent file is the announced one", async () => {
  const { body: upload } = await create({ filename: "call.mp3" });
  expect((await send(upload.id, "x", "audio/wav")).body.message).toContain(
    'should match that of the file upload, "audio/mpeg"',
  );
});

test.each([
  ["without an extension", { filename: "call" }, "must have an extension"],
  [
    "of a type that Notion does not take",
    { filename: "contact.vcf" },
    'The file type "vcf" is not supported',
  ],
  [
    "with an unknown MIME type",
    { filename: "a.mp3", content_type: "audio/x-wav" },
    'The file type "audio/x-wav" is not supported',
  ],
  ["with a long name", { filename: `${"é".repeat(450)}.mp3` }, "should be ≤ `900`, instead was `904`"],
])("a file %s is refused", async (_, body, message) => {
  expect((await create(body)).body.message).toContain(message);
});

test("an audio block takes audio only", async () => {
  const page = world.notion.addPage("rows", {});
  const append = (id: string) =>
    call(world.notion, "PATCH", `/v1/blocks/${page.id}/children`, {
      children: [{ type: "audio", audio: { type: "file_upload", file_upload: { id } } }],
    });
  const { body: picture } = await create({ filename: "a.png" });
  await send(picture.id, "x", "image/png");
  expect((await append(picture.id)).body.message).toContain('is of type "image/png", which is not audio');
  const { body: recording } = await create({ filename: "a.mp3" });
  await send(recording.id, "x");
  expect((await append(recording.id)).body.results[0].audio).toMatchObject({
    type: "file",
    file: { url: expect.any(String) },
  });
  expect(world.notion.pages("rows")[0]?.children[0]).toMatchObject({ type: "audio", uploadId: recording.id });
});

test("a files property is replaced by what is written; a hosted file is kept by sending it again", async () => {
  const { body: upload } = await create({ filename: "call.mp3" });
  await send(upload.id, "ring");
  const { body: page } = await attach(upload.id);
  const [file] = page.properties.Files.files;
  const write = (files: unknown[]) =>
    call(world.notion, "PATCH", `/v1/pages/${page.id}`, { properties: { Files: { files } } });
  const link = { name: "link", external: { url: "https://example.test/f" } };
  expect((await write([file, link])).body.properties.Files.files).toHaveLength(2);
  expect((await write([link])).body.properties.Files.files).toHaveLength(1);
  const foreign = { name: "x", file: { url: "https://elsewhere.test/f" } };
  expect((await write([foreign])).body.message).toContain("not the URL of a file that Notion hosts");
});
