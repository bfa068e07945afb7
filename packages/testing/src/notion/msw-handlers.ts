import { type HttpHandler, HttpResponse, http } from "msw";
import { ConnectionReset } from "./connection-reset.js";

/** MSW handlers that pass every request under `baseUrl` to a fake. A broken connection becomes a network error. */
export function mswHandlers(baseUrl: string, fetch: (request: Request) => Promise<Response>): HttpHandler[] {
  return [
    http.all(`${baseUrl}/*`, async ({ request }) => {
      try {
        return await fetch(request as Request);
      } catch (error) {
        if (error instanceof ConnectionReset || request.signal.aborted) return HttpResponse.error();
        throw error;
      }
    }),
  ];
}
