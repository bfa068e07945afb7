import { randomBytes } from "node:crypto";
import type { StateStore } from "@openphone-notion/core";

/** The key that signs media links: made once and kept with the state, so that links in Notion stay valid. */
export const mediaSecret = (store: StateStore): Promise<string> =>
  store.putCursor("media-secret", randomBytes(32).toString("base64url"), { ifAbsent: true });
