import type { JsonObject } from "./body-checks.js";
import { renderFile } from "./hosted-file.js";
import { notionTime } from "./notion-time.js";
import { renderUser } from "./render-value.js";
import type { StoredFile } from "./value.js";
import type { Workspace } from "./workspace.js";

export interface Block {
  readonly id: string;
  readonly type: string;
  readonly parent: JsonObject;
  readonly createdAt: number;
  readonly createdBy: string;
  editedAt: number;
  /** The members of the type's object, as answered, without a file. */
  content: JsonObject;
  /** Of media blocks. */
  file: StoredFile | undefined;
  readonly children: string[];
  inTrash: boolean;
}

/** The children that are still there. */
export const liveChildren = (workspace: Workspace, ids: readonly string[]): Block[] =>
  ids.flatMap((id) => workspace.blocks.get(id) ?? []).filter((block) => !block.inTrash);

export const renderBlock = (workspace: Workspace, block: Block): JsonObject => ({
  object: "block",
  id: block.id,
  parent: block.parent,
  created_time: notionTime(block.createdAt),
  last_edited_time: notionTime(block.editedAt),
  created_by: renderUser(block.createdBy),
  last_edited_by: renderUser(block.createdBy),
  has_children: liveChildren(workspace, block.children).length > 0,
  in_trash: block.inTrash,
  archived: block.inTrash,
  type: block.type,
  [block.type]: { ...block.content, ...(block.file && renderFile(workspace, block.file)) },
});
