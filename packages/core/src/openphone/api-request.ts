import type { Json } from "../json.js";
import type { Surface } from "./surface.js";

export interface ApiRequest {
  surface: Surface;
  /** `GET` unless given. */
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the surface's root, starting with a slash. */
  path: string;
  /** A list repeats its key; what is `undefined` is left out. */
  query?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  body?: Json;
}

/** The address of a request. `base` is the origin of both surfaces, as `apiBase` answers it. */
export function urlOf(base: string, { surface, path, query = {} }: ApiRequest): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      (typeof value === "string" ? [value] : (value ?? [])).map((each) => [name, each]),
    ),
  ).toString();
  return `${base}${surface === "v1" ? "/v1" : ""}${path}${search && `?${search}`}`;
}

/** What `fetch` is told of a request beside its address. */
export function initOf(apiKey: string, { surface, method = "GET", body }: ApiRequest) {
  return {
    method,
    headers: {
      // The raw key: with a `Bearer` prefix OpenPhone answers 401.
      authorization: apiKey,
      accept: "application/json",
      ...(surface !== "v1" && { "quo-api-version": surface }),
      ...(body !== undefined && { "content-type": "application/json" }),
    } as Record<string, string>,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}
