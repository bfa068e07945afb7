import type { Clock } from "@openphone-notion/core";
import { notFound } from "./api-error.js";
import type { Block } from "./block.js";
import type { JsonObject } from "./body-checks.js";
import type { FileUpload } from "./file-upload.js";
import { newId } from "./identifiers.js";
import type { Plan } from "./options.js";
import type { Page } from "./page.js";
import type { RichTextItem } from "./rich-text.js";
import type { DataSource } from "./schema.js";
import type { View } from "./view.js";

export interface Database {
  readonly id: string;
  readonly title: string;
  readonly parent: JsonObject;
  readonly createdAt: number;
  readonly dataSourceIds: string[];
}

export interface Comment {
  readonly id: string;
  readonly discussionId: string;
  readonly parent: JsonObject;
  readonly createdAt: number;
  readonly richText: readonly RichTextItem[];
}

/** Everything the fake remembers, and the clock and the dice it lives by. */
export interface Workspace {
  readonly clock: Clock;
  readonly random: () => number;
  readonly plan: Plan;
  readonly baseUrl: string;
  readonly queryLagMs: number;
  readonly id: string;
  /** The connection that the token belongs to. */
  readonly botId: string;
  /** The human who edits beside it. */
  readonly personId: string;
  /** The page that is shared with the connection; all databases live under it. */
  readonly rootPageId: string;
  readonly databases: Map<string, Database>;
  readonly dataSources: Map<string, DataSource>;
  readonly pages: Map<string, Page>;
  readonly blocks: Map<string, Block>;
  readonly views: Map<string, View>;
  readonly uploads: Map<string, FileUpload>;
  readonly comments: Comment[];
  /** Property ids ever given out. */
  readonly propertyIds: Set<string>;
  /** Blocks ever created; deleting does not lower it. A page is a block. */
  blocksCreated: number;
}

export type WorkspaceSettings = Pick<Workspace, "clock" | "random" | "plan" | "baseUrl" | "queryLagMs">;

export function createWorkspace(settings: WorkspaceSettings): Workspace {
  const { random, clock } = settings;
  const workspace: Workspace = {
    ...settings,
    id: newId(random),
    botId: newId(random),
    personId: newId(random),
    rootPageId: newId(random),
    databases: new Map(),
    dataSources: new Map(),
    pages: new Map(),
    blocks: new Map(),
    views: new Map(),
    uploads: new Map(),
    comments: [],
    propertyIds: new Set(),
    blocksCreated: 0,
  };
  const at = clock.now();
  workspace.pages.set(workspace.rootPageId, {
    id: workspace.rootPageId,
    parent: { type: "workspace", workspace: true },
    createdAt: at,
    createdBy: workspace.personId,
    icon: null,
    cover: null,
    children: [],
    versions: [{ at, editedAt: at, editedBy: workspace.personId, values: new Map(), inTrash: false }],
  });
  return workspace;
}

export function findPage(workspace: Workspace, id: string): Page {
  const page = workspace.pages.get(id);
  if (!page) throw notFound("page", id);
  return page;
}

export function findDatabase(workspace: Workspace, id: string): Database {
  const database = workspace.databases.get(id);
  if (!database) throw notFound("database", id);
  return database;
}

export function findDataSource(workspace: Workspace, id: string): DataSource {
  const dataSource = workspace.dataSources.get(id);
  if (!dataSource) throw notFound("data source", id);
  return dataSource;
}

export function findBlock(workspace: Workspace, id: string): Block {
  const block = workspace.blocks.get(id);
  if (!block) throw notFound("block", id);
  return block;
}

export function findView(workspace: Workspace, id: string): View {
  const view = workspace.views.get(id);
  if (!view) throw notFound("view", id);
  return view;
}

export function findUpload(workspace: Workspace, id: string): FileUpload {
  const upload = workspace.uploads.get(id);
  if (!upload) throw notFound("file upload", id);
  return upload;
}
