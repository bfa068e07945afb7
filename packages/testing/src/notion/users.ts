import type { Answer, Exchange } from "./exchange.js";
import { maxFileSize } from "./upload-limits.js";

/** GET /v1/users/me: the connection itself, with the limits of its workspace. */
export const getMe = ({ workspace }: Exchange): Answer => ({
  body: {
    object: "user",
    id: workspace.botId,
    name: "openphone-notion",
    avatar_url: null,
    type: "bot",
    bot: {
      owner: { type: "workspace", workspace: true },
      workspace_id: workspace.id,
      workspace_name: "Fake workspace",
      workspace_limits: { max_file_upload_size_in_bytes: maxFileSize(workspace.plan) },
    },
  },
});
