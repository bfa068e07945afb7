import type { Route } from "../route.js";
import type { Workspace } from "../workspace.js";
import { callRoutes } from "./calls.js";
import { contactRoutes } from "./contacts.js";
import { conversationRoutes } from "./conversations.js";
import { directoryRoutes } from "./directory.js";
import { messageRoutes } from "./messages.js";
import { deliveryRoutes } from "./webhook-deliveries.js";
import { webhookRoutes } from "./webhooks.js";

export const datedRoutes = (workspace: Workspace, webhookFetch: typeof fetch | undefined): Route[] => [
  ...callRoutes(workspace),
  ...messageRoutes(workspace),
  ...conversationRoutes(workspace),
  ...contactRoutes(workspace),
  ...directoryRoutes(workspace),
  ...webhookRoutes(workspace),
  ...deliveryRoutes(workspace, webhookFetch),
];
