import {
  type ActivityKey,
  type Clock,
  type DailyReport,
  type HistoryRequest,
  type ImportState,
  type Json,
  toSyncError,
} from "@openphone-notion/core";
import type { Context, Hono } from "hono";
import { refuseWithoutToken } from "./bearer-token.js";
import { readImportRequest } from "./import-request.js";
import { jsonResponse, refusal } from "./json-response.js";
import { readBody } from "./read-body.js";
import { readReplayKeys } from "./replay-keys.js";

export interface AdminOptions {
  /** What `Authorization: Bearer …` must hold. */
  token: string;
  /** Makes parked activities due again, all or those named, and answers how many. */
  replay(keys?: ActivityKey[]): Promise<number>;
  /**
   * Begins to bring a time range into Notion, or goes on with an equal request that was stopped. Answers whether it was
   * begun: `busy` where another is under way. Rejects with `invalid_configuration` for a range or number that cannot be.
   * Without it there is no such route.
   */
  startImport?(request: HistoryRequest): Promise<"begun" | "busy">;
  /** Imports and reconciliations, the last to start first. Without it there is no such route. */
  imports?(): Promise<ImportState[]>;
  /** Reports of days, the newest first. Without it there is no such route. */
  reports?(): Promise<DailyReport[]>;
  /** What is known of a workspace number (`PN…`), free of personal data. Without it there is no such route. */
  phoneState?(id: string): Promise<Json | undefined>;
}

/**
 * `/admin/replay`, `/admin/import`, `/admin/imports`, `/admin/reports` and `/phone/:id/state`: for whoever has the token.
 */
export function mountAdmin(
  app: Hono,
  admin: AdminOptions,
  limits: { maxBytes: number; timeoutMs: number; clock: Clock },
): void {
  const { token, replay, startImport, imports, reports, phoneState } = admin;
  const guarded = (handle: (context: Context) => Promise<Response>) => async (context: Context) =>
    (await refuseWithoutToken(context.req.raw, token)) ?? handle(context);
  const textOf = async ({ req }: Context) => new TextDecoder().decode(await readBody(req.raw, limits));
  const only = (allow: string) => () =>
    refusal(405, "method_not_allowed", `Only ${allow} is answered here.`, { allow });

  app.post(
    "/admin/replay",
    guarded(async (context) =>
      jsonResponse({ replayed: await replay(readReplayKeys(await textOf(context))) }, 200),
    ),
  );
  app.all("/admin/replay", only("POST"));

  if (startImport) {
    app.post(
      "/admin/import",
      guarded(async (context) => {
        const request = readImportRequest(await textOf(context));
        let begun: Awaited<ReturnType<typeof startImport>>;
        try {
          begun = await startImport(request);
        } catch (thrown) {
          const { code, message } = toSyncError(thrown);
          if (code !== "invalid_configuration") throw thrown;
          return refusal(400, "invalid_range", message);
        }
        if (begun === "begun") return jsonResponse({ status: "begun" }, 202);
        return refusal(409, "busy", "Another import is under way; GET /admin/imports shows how far it is.");
      }),
    );
    app.all("/admin/import", only("POST"));
  }

  if (imports) {
    app.get(
      "/admin/imports",
      guarded(async () => jsonResponse({ imports: (await imports()).map(shown) }, 200)),
    );
    app.all("/admin/imports", only("GET, HEAD"));
  }

  if (reports) {
    app.get(
      "/admin/reports",
      guarded(async () => jsonResponse({ reports: (await reports()) as unknown as Json }, 200)),
    );
    app.all("/admin/reports", only("GET, HEAD"));
  }

  if (phoneState) {
    app.get(
      "/phone/:id/state",
      guarded(async ({ req }) => {
        const state = await phoneState(req.param("id") ?? "");
        return state === undefined
          ? refusal(404, "not_found", "There is no such number.")
          : jsonResponse(state, 200);
      }),
    );
    app.all("/phone/:id/state", only("GET, HEAD"));
  }
}

/** Progress without the cursors and keys that only the work itself needs. */
function shown({ id, kind, status, startedAt, updatedAt, progress }: ImportState): Json {
  const of = (progress as { progress?: Json } | null)?.progress ?? null;
  return {
    ...{ id, kind, status, progress: of },
    startedAt: new Date(startedAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}
