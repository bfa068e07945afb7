import { beforeEach, expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { type Answered, call, text } from "./under-test.js";

const paragraph = (content: string, children?: unknown[]) => ({
  type: "paragraph",
  paragraph: { rich_text: text(content), ...(children && { children }) },
});

const setUp = () => fakeNotion({ databases: { rows: { Name: { type: "title" } } } });
let notion: ReturnType<typeof setUp>;
let pageId: string;
beforeEach(() => {
  notion = setUp();
  pageId = notion.addPage("rows", {}).id;
});

const append = (children: unknown, more: object = {}, to = pageId): Promise<Answered> =>
  call(notion, "PATCH", `/v1/blocks/${to}/children`, { children, ...more });
const texts = () => notion.pages("rows")[0]!.children.map((block) => block.text);

test("blocks are appended at the end, at the start, or after another", async () => {
  const { body } = await append([paragraph("b"), paragraph("d")]);
  expect(body.results.map((block: { type: string }) => block.type)).toEqual(["paragraph", "paragraph"]);
  await append([paragraph("a")], { position: { type: "start" } });
  await append([paragraph("c")], {
    position: { type: "after_block", after_block: { id: body.results[0].id } },
  });
  expect(texts()).toEqual(["a", "b", "c", "d"]);
});

test("after belongs to 2025-09-03, position to 2026-03-11", async () => {
  const { body } = await append([paragraph("a"), paragraph("c")]);
  const [first] = body.results;
  const request = { children: [paragraph("b")], after: first.id };
  const path = `/v1/blocks/${pageId}/children`;
  expect((await call(notion, "PATCH", path, request)).body.message).toContain(
    "body.after should be not present",
  );
  await call(notion, "PATCH", path, request, { version: "2025-09-03" });
  expect(texts()).toEqual(["a", "b", "c"]);
});

test("two levels of children fit into one request, a third does not", async () => {
  expect((await append([paragraph("1", [paragraph("2", [paragraph("3")])])])).status).toBe(200);
  expect(notion.pages("rows")[0]!.children[0]!.children[0]!.children[0]!.text).toBe("3");
  const tooDeep = [paragraph("1", [paragraph("2", [paragraph("3", [paragraph("4")])])])];
  expect((await append(tooDeep)).body.message).toContain(
    "body.children[0].paragraph.children[0].paragraph.children[0].paragraph.children should be not present",
  );
});

test("at most 100 blocks in an array and 1,000 in a request", async () => {
  const hundred = (children?: unknown[]) => Array.from({ length: 100 }, () => paragraph("x", children));
  expect((await append([...hundred(), paragraph("y")])).body.message).toBe(
    "body failed validation: body.children.length should be ≤ `100`, instead was `101`.",
  );
  expect((await append(hundred(hundred().slice(0, 9)))).status).toBe(200);
  expect((await append(hundred(hundred().slice(0, 10)))).body.message).toContain(
    "The request has 1100 blocks",
  );
});

test("children are listed page by page", async () => {
  await append(Array.from({ length: 5 }, (_, index) => paragraph(String(index))));
  const path = `/v1/blocks/${pageId}/children?page_size=3`;
  const first = await call(notion, "GET", path);
  const rest = await call(notion, "GET", `${path}&start_cursor=${first.body.next_cursor}`);
  expect([first.body.results.length, rest.body.results.length, rest.body.has_more]).toEqual([3, 2, false]);
});

test("a block is read, changed and deleted", async () => {
  const { body } = await append([paragraph("old")]);
  const path = `/v1/blocks/${body.results[0].id}`;
  await call(notion, "PATCH", path, { paragraph: { rich_text: text("new") } });
  expect((await call(notion, "GET", path)).body.paragraph.rich_text[0].plain_text).toBe("new");
  expect((await call(notion, "PATCH", path, { quote: { rich_text: [] } })).body.message).toContain(
    "body.quote should be not present",
  );
  expect((await call(notion, "DELETE", path)).body.in_trash).toBe(true);
  expect(texts()).toEqual([]);
  expect((await call(notion, "DELETE", path)).body.message).toContain("Can't edit block that is archived");
});

test("blocks that hold no children refuse them", async () => {
  const { body } = await append([{ divider: {} }, { heading_2: { rich_text: [], is_toggleable: true } }]);
  const [divider, heading] = body.results;
  expect((await append([paragraph("x")], {}, divider.id)).body.message).toBe(
    "Block does not support children.",
  );
  expect((await append([paragraph("x")], {}, heading.id)).status).toBe(200);
});

test.each<[string, unknown, string]>([
  ["without rich text", { paragraph: {} }, "body.children[0].paragraph.rich_text should be defined"],
  ["without anything", {}, "body.children[0].paragraph should be defined"],
  ["with a long text", paragraph("x".repeat(2_001)), "rich_text[0].text.content.length should be ≤ `2000`"],
  [
    "with an unknown member",
    { paragraph: { rich_text: [], size: 1 } },
    "paragraph.size should be not present",
  ],
  ["of a type that is not modelled", { column_list: {} }, 'does not model blocks of the type "column_list"'],
  ["of a media type without a file", { audio: {} }, "audio.external should be defined"],
])("a block %s is refused", async (_, block, message) => {
  expect((await append([block])).body.message).toContain(message);
  expect(texts()).toEqual([]);
});

test("comments are added to a page and answered in their discussion", async () => {
  const first = await call(notion, "POST", "/v1/comments", {
    parent: { page_id: pageId },
    rich_text: text("one"),
  });
  const discussion_id = first.body.discussion_id;
  await call(notion, "POST", "/v1/comments", { discussion_id, rich_text: text("two") });
  const { body } = await call(notion, "GET", `/v1/comments?block_id=${pageId}`);
  expect(body.results.map((comment: { discussion_id: string }) => comment.discussion_id)).toEqual([
    discussion_id,
    discussion_id,
  ]);
});
