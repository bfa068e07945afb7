import type { StateStore } from "../ports/state-store.js";

/** The key that signs media links: made once and kept with the state, so that links in Notion stay valid. */
export const mediaSecret = (store: Pick<StateStore, "putCursor">): Promise<string> =>
  store.putCursor("media-secret", randomSecret(), { ifAbsent: true });

const randomSecret = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
