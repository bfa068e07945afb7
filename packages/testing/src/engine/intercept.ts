import type { FakeNotion } from "../notion/fake-notion.js";

/** Answers some requests itself, in front of the fake; `undefined` lets the fake answer. For tests of the engine. */
export function intercept(
  notion: Pick<FakeNotion, "fetch">,
  answer: (request: Request) => Promise<Response | undefined> | Response | undefined,
): void {
  const original = notion.fetch;
  (notion as { fetch: FakeNotion["fetch"] }).fetch = async (request) =>
    (await answer(request)) ?? original(request);
}

export const isCreate = (request: Request): boolean =>
  request.method === "POST" && new URL(request.url).pathname === "/v1/pages";

/** An error answer of Notion's. */
export const errorAnswer = (status: number, message: string, code = "validation_error"): Response =>
  Response.json({ object: "error", status, code, message }, { status });
