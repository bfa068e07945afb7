import { notFound, notModelled } from "./api-error.js";
import { idAt, type JsonObject, mismatch, objectOf, stringAt } from "./body-checks.js";
import type { Answer, Exchange } from "./exchange.js";
import { newId } from "./identifiers.js";
import { notionTime } from "./notion-time.js";
import { listPage, pageOfQuery } from "./paginate.js";
import { renderUser } from "./render-value.js";
import { readRichText } from "./rich-text.js";
import { type Comment, findBlock, findPage, type Workspace } from "./workspace.js";

/** POST /v1/comments: on a page or a block, or as a reply. Not idempotent. */
export function postComment({ workspace, body }: Exchange): Answer {
  objectOf(body, "body", ["parent", "discussion_id", "rich_text", "markdown", "attachments", "display_name"]);
  for (const key of ["markdown", "attachments", "display_name"]) {
    if (body[key] !== undefined) throw notModelled(`"${key}" of comments`);
  }
  const place =
    body.discussion_id === undefined
      ? newDiscussion(workspace, body.parent)
      : discussion(workspace, body.discussion_id);
  const richText = readRichText(body.rich_text, "body.rich_text");
  const comment = { id: newId(workspace.random), ...place, createdAt: workspace.clock.now(), richText };
  workspace.comments.push(comment);
  return { body: renderComment(workspace, comment), committed: {} };
}

/** GET /v1/comments?block_id=…: a page id is a block id too. */
export function listComments({ workspace, query }: Exchange): Answer {
  const id = idAt(query.get("block_id") ?? undefined, "query.block_id");
  const comments = workspace.comments.filter(({ parent }) => parent.page_id === id || parent.block_id === id);
  return {
    body: listPage(comments, pageOfQuery(query), "comment", (comment) => renderComment(workspace, comment)),
  };
}

type Place = Pick<Comment, "parent" | "discussionId">;

function newDiscussion(workspace: Workspace, value: unknown): Place {
  const parent = objectOf(value, "body.parent", ["type", "page_id", "block_id"]);
  const discussionId = newId(workspace.random);
  if (parent.page_id !== undefined) {
    const page = findPage(workspace, idAt(parent.page_id, "body.parent.page_id"));
    return { discussionId, parent: { type: "page_id", page_id: page.id } };
  }
  if (parent.block_id === undefined) throw mismatch("body.parent.page_id", "defined", undefined);
  const block = findBlock(workspace, idAt(parent.block_id, "body.parent.block_id"));
  return { discussionId, parent: { type: "block_id", block_id: block.id } };
}

function discussion(workspace: Workspace, value: unknown): Place {
  const discussionId = stringAt(value, "body.discussion_id");
  const first = workspace.comments.find((comment) => comment.discussionId === discussionId);
  if (!first) throw notFound("discussion", discussionId);
  return { discussionId, parent: first.parent };
}

const renderComment = (workspace: Workspace, comment: Comment): JsonObject => ({
  object: "comment",
  id: comment.id,
  parent: comment.parent,
  discussion_id: comment.discussionId,
  created_time: notionTime(comment.createdAt),
  last_edited_time: notionTime(comment.createdAt),
  created_by: renderUser(workspace.botId),
  rich_text: comment.richText,
  display_name: { type: "integration", resolved_name: "openphone-notion" },
});
