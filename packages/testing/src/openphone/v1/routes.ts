import type { Route } from "../route.js";
import type { Workspace } from "../workspace.js";
import { callArtefactRoutes } from "./call-artefacts.js";
import { callRoutes } from "./calls.js";
import { contactRoutes } from "./contacts.js";
import { conversationRoutes } from "./conversations.js";
import { directoryRoutes } from "./directory.js";
import { messageRoutes } from "./messages.js";
import { webhookRoutes } from "./webhooks.js";

export const v1Routes = (workspace: Workspace): Route[] => [
  ...callRoutes(workspace),
  ...callArtefactRoutes(workspace),
  ...messageRoutes(workspace),
  ...conversationRoutes(workspace),
  ...contactRoutes(workspace),
  ...directoryRoutes(workspace),
  ...webhookRoutes(workspace),
];
