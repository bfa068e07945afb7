import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { RateLimiter } from "../ports/rate-limiter.js";
import type { PhoneNumber, User } from "../record/activity.js";
import { SyncError } from "../sync-error.js";
import type { OpenPhoneFetch } from "./exchange.js";
import { listAll } from "./pages.js";
import type { Refusal } from "./refusal.js";
import {
  type RestRecording,
  readPhoneNumbers,
  readRecordings,
  readSingle,
  readUsers,
  readVoicemail,
} from "./responses.js";
import type { Surface } from "./surface.js";
import { createSurfaces, type RouteFamily, type Routes } from "./surfaces.js";
import { createTransport } from "./transport.js";

export interface OpenPhoneClientOptions {
  /** The raw key. Sent to the origin of `baseUrl` only. */
  apiKey: string;
  /** Default `https://api.quo.com`. A trailing slash or `/v1` does no harm. */
  baseUrl?: string;
  fetch: OpenPhoneFetch;
  /** Shared by everyone who uses the key. */
  limiter: RateLimiter;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  logger: Logger;
  /** For one request with its body; default 15 s. */
  timeoutMs?: number;
}

/** An object as the API sent it; its fields differ by surface. */
export interface RestObject {
  surface: Surface;
  object: Record<string, unknown>;
}

/**
 * Reads from OpenPhone, on whichever of its two surfaces is there. `undefined` means that the API answered
 * that it has no such thing or cannot tell us (404, 403, or a group call on v1); that is final. Where no
 * such answer came, the methods reject with a `SyncError`.
 */
export interface OpenPhoneClient {
  /** On the dated surface with its summary and voicemail included. */
  getCall(id: string): Promise<RestObject | undefined>;
  getMessage(id: string): Promise<RestObject | undefined>;
  /** Oldest segment first. A call without recordings has none; links expire and are secret. */
  listCallRecordings(callId: string): Promise<{ surface: Surface; recordings: RestRecording[] } | undefined>;
  /** `undefined` too where none was left. While it is processed, its fields are null. */
  getVoicemail(callId: string): Promise<RestObject | undefined>;
  /** Recordings and voicemail with fresh links, under the names that a call has for them. */
  getCallMedia(callId: string): Promise<RestObject | undefined>;
  listPhoneNumbers(): Promise<PhoneNumber[]>;
  listUsers(): Promise<User[]>;
}

export function createOpenPhoneClient(options: OpenPhoneClientOptions): OpenPhoneClient {
  const { apiKey, baseUrl = "https://api.quo.com", fetch, limiter, clock, random, logger } = options;
  const { timeoutMs = 15_000 } = options;
  const get = createTransport({ apiKey, baseUrl, fetch, limiter, clock, random, timeoutMs });
  const ask = createSurfaces({ get, clock, logger });

  async function single(family: RouteFamily, routes: Routes): Promise<RestObject | undefined> {
    const { surface, answer } = await ask(family, routes);
    if (!answer.ok) return unknownOrThrow(answer.refusal);
    const object = readSingle(answer.body);
    return object && { surface, object };
  }

  async function all(family: RouteFamily, routes: Routes): Promise<unknown[]> {
    const listing = await listAll(ask, get, family, routes);
    if ("refusal" in listing) throw listing.refusal.error;
    return listing.items;
  }

  const client: OpenPhoneClient = {
    getCall: async (id) =>
      single("calls", {
        "2026-03-30": { path: `/calls/${segment(id)}`, query: { include: "summary,voicemail" } },
        v1: { path: `/calls/${segment(id)}` },
      }),

    getMessage: async (id) => {
      const route = { path: `/messages/${segment(id)}` };
      return single("messages", { "2026-03-30": route, v1: route });
    },

    async listCallRecordings(callId) {
      const listing = await listAll(ask, get, "call-recordings", {
        "2026-03-30": { path: `/calls/${segment(callId)}/recordings`, query: { limit: "50" } },
        v1: { path: `/call-recordings/${segment(callId)}` },
      });
      if ("refusal" in listing) return unknownOrThrow(listing.refusal);
      return { surface: listing.surface, recordings: readRecordings(listing.items) };
    },

    async getVoicemail(callId) {
      const found = await single("calls", {
        "2026-03-30": { path: `/calls/${segment(callId)}`, query: { include: "voicemail" } },
        v1: { path: `/call-voicemails/${segment(callId)}` },
      });
      if (found === undefined || found.surface === "v1") return found;
      const object = readVoicemail(found.object);
      return object && { surface: found.surface, object };
    },

    async getCallMedia(callId) {
      const listing = await client.listCallRecordings(callId);
      const voicemail = await client.getVoicemail(callId);
      const surface = listing?.surface ?? voicemail?.surface;
      if (surface === undefined) return undefined;
      const object = {
        recordings: listing?.recordings ?? [],
        ...(voicemail && { voicemail: voicemail.object }),
      };
      return { surface, object };
    },

    listPhoneNumbers: async () =>
      readPhoneNumbers(
        await all("phone-numbers", {
          "2026-03-30": { path: "/phone-numbers", query: { limit: "50" } },
          v1: { path: "/phone-numbers" },
        }),
      ),

    listUsers: async () =>
      readUsers(
        await all("users", {
          "2026-03-30": { path: "/users", query: { limit: "50" } },
          v1: { path: "/users", query: { maxResults: "50" } },
        }),
      ),
  };
  return client;
}

function unknownOrThrow(refusal: Refusal): undefined {
  if (refusal.kind !== "cannot_tell") throw refusal.error;
}

/** Ids come from outside; one with a slash or dots would address another route with our key. */
function segment(id: string): string {
  if (/^[\w-]+$/.test(id)) return id;
  throw new SyncError("openphone_invalid_request", "That is no OpenPhone id.", { retry: "never" });
}
