import type { ApiError } from "./api-error.js";

export type Surface = "v1" | "dated";

/** Refusals that never reach a handler: v1 words them in its gateway's shape, not in its documented one. */
const GATEWAY_STATUS = new Set([401, 429]);

/**
 * A refusal in the shape that its surface uses: flat v1, v1 gateway (wrapped in `error`) or dated (no `code`, no
 * `status`). The fourth shape, Express's HTML page, is `unknownRoute`.
 */
export function errorAnswer(error: ApiError, context: { surface: Surface; family: string; trace: string }) {
  return Response.json(errorBody(error, context), { status: error.status });
}

function errorBody(
  error: ApiError,
  { surface, family, trace }: { surface: Surface; family: string; trace: string },
) {
  const { message, title, status } = error;
  const errors = error.errors && { errors: error.errors };
  if (surface === "dated") return { message, docs: "https://quo.com/docs", title, trace, ...errors };
  if (GATEWAY_STATUS.has(status)) return { error: { message, key: title.replaceAll(" ", ""), trace } };
  const code = `${family}${error.variant}${status}`;
  const named = error.variant !== "00" && status < 500 && { description: title };
  return { message, code, status, docs: "https://openphone.com/docs", title, trace, ...named, ...errors };
}

/** What Express says of a route it does not know: a page, not JSON. */
export function unknownRoute(method: string, path: string): Response {
  const html = `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot ${method} ${path}</pre>\n</body>\n</html>\n`;
  return new Response(html, { status: 404, headers: { "content-type": "text/html; charset=utf-8" } });
}
