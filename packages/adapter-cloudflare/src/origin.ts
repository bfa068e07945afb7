import { type StateStore, SyncError } from "@openphone-notion/core";

/** Where the sender of webhooks has reached the Worker; for links, where `PUBLIC_URL` is not set. */
const CURSOR = "public-url";

/** Told once by this isolate. */
let told: string | undefined;

/** Notes where a verified delivery came in; the first one ever stays. Costs a write once in the life of an isolate. */
export async function rememberOrigin(store: Pick<StateStore, "putCursor">, request: Request): Promise<void> {
  const { origin } = new URL(request.url);
  if (told !== undefined) return;
  told = origin;
  try {
    await store.putCursor(CURSOR, origin, { ifAbsent: true });
  } catch (error) {
    told = undefined;
    throw error;
  }
}

export async function readOrigin(store: Pick<StateStore, "getCursor">): Promise<string> {
  const origin = await store.getCursor(CURSOR);
  if (origin !== undefined) return origin;
  throw new SyncError("invalid_configuration", "Set PUBLIC_URL: links to recordings must begin with it.", {
    retry: "never",
  });
}
