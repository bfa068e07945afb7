import type { Api } from "./api.js";
import type { ApiRequest } from "./api-request.js";
import { Refusal } from "./refusal.js";

/** Deletes; what is not there (any more) is as good as deleted. */
export async function deleteQuietly(api: Api, request: Omit<ApiRequest, "method">): Promise<void> {
  try {
    await api.change({ ...request, method: "DELETE" });
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 404 && error.kind === "cannot_tell")) throw error;
  }
}
