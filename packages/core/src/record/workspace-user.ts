import type { User } from "./activity.js";
import { defined } from "./defined.js";
import type { Directory } from "./directory.js";

/** Ids of AI agents begin with `SY`; asking the API for them as users answers 400. */
export const isAgent = (id: string): boolean => id.startsWith("SY");

/** The AI agent where its id was not told. */
export const AGENT: User = { name: "Sona" };

/** Who a user id is. An id that nobody knows stays an id without a name. */
export function workspaceUser(id: string | undefined, directory: Directory): User {
  if (id === undefined) return {};
  if (isAgent(id)) return { ...AGENT, id };
  return defined({ id, name: directory.user(id)?.name });
}
