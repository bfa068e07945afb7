import type { PhoneNumber, User } from "../record/activity.js";
import type { Api } from "./api.js";
import { readNumberUsers, readPhoneNumbers, readSingle, readUsers } from "./responses.js";
import type { RestObject } from "./rest-object.js";
import type { Surface } from "./surface.js";

/** A number of the workspace and who may use it. */
export interface NumberUsers {
  phoneNumberId: string;
  userIds: string[];
}

export interface WorkspaceRoutes {
  listPhoneNumbers(): Promise<PhoneNumber[]>;
  /** v1 alone tells this of all numbers at once. */
  listNumberUsers(): Promise<NumberUsers[]>;
  listUsers(): Promise<User[]>;
  /** Name and `subscriptionStatus` of the workspace; only the dated surface has it. */
  getOrganization(): Promise<RestObject | undefined>;
  /** Whether the key is good, and on which surface: the cheapest request that tells. Rejects where it is not. */
  preflight(): Promise<{ surface: Surface; organization?: Record<string, unknown> }>;
}

export function workspaceRoutes(api: Api): WorkspaceRoutes {
  const organization = { path: "/organization" };
  const phoneNumbers = { path: "/phone-numbers" };
  return {
    listPhoneNumbers: async () =>
      readPhoneNumbers(
        await api.allOrThrow("phone-numbers", {
          "2026-03-30": { ...phoneNumbers, query: { limit: "50" } },
          v1: phoneNumbers,
        }),
      ),

    listNumberUsers: async () => readNumberUsers(await api.allOrThrow("phone-numbers", { v1: phoneNumbers })),

    listUsers: async () =>
      readUsers(
        await api.allOrThrow("users", {
          "2026-03-30": { path: "/users", query: { limit: "50" } },
          v1: { path: "/users", query: { maxResults: "50" } },
        }),
      ),

    getOrganization: () => api.single("organization", { "2026-03-30": organization }),

    async preflight() {
      const { surface, answer } = await api.ask("organization", {
        "2026-03-30": organization,
        v1: phoneNumbers,
      });
      if (!answer.ok) throw answer.refusal;
      const object = surface === "v1" ? undefined : readSingle(answer.body);
      return { surface, ...(object && { organization: object }) };
    },
  };
}
