import type { StateStore } from "../ports/state-store.js";

const CURSOR = "media-secret";

/** The key that signs media links: made once and kept with the state, so that links in Notion stay valid. */
export const mediaSecret = (store: Pick<StateStore, "putCursor">): Promise<string> =>
  store.putCursor(CURSOR, randomSecret(), { ifAbsent: true });

const randomSecret = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** Makes another key. Links made so far are worthless once every process has it, which is from its next start. */
export const rotateMediaSecret = (store: Pick<StateStore, "putCursor">): Promise<string> =>
  store.putCursor(CURSOR, randomSecret());
