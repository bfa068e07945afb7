import type { Api } from "./api.js";
import { idSegment } from "./id-segment.js";
import {
  type RestRecording,
  type RestTranscript,
  readRecordings,
  readSummary,
  readTranscripts,
  readVoicemail,
} from "./responses.js";
import type { RestObject } from "./rest-object.js";
import type { Surface } from "./surface.js";

/** One call and what hangs on it. `undefined` as for the whole client. */
export interface CallRoutes {
  /** On the dated surface with its summary and voicemail included. */
  getCall(id: string): Promise<RestObject | undefined>;
  /** Oldest segment first. A call without recordings has none; links expire and are secret. */
  listCallRecordings(callId: string): Promise<{ surface: Surface; recordings: RestRecording[] } | undefined>;
  /**
   * On the dated surface one for each recorded segment, its seconds counted from the start of the segment; on v1
   * one for the whole call. One that will never be has the status `absent`.
   */
  listCallTranscripts(
    callId: string,
  ): Promise<{ surface: Surface; transcripts: RestTranscript[] } | undefined>;
  /** One that will never be has the status `absent`. */
  getSummary(callId: string): Promise<RestObject | undefined>;
  /** `undefined` too where none was left. While it is processed, its fields are null. */
  getVoicemail(callId: string): Promise<RestObject | undefined>;
  /** Recordings and voicemail with fresh links, under the names that a call has for them. */
  getCallMedia(callId: string): Promise<RestObject | undefined>;
}

export function callRoutes(api: Api): CallRoutes {
  const withParts = (callId: string, include: string) => ({
    path: `/calls/${idSegment(callId)}`,
    query: { include },
  });

  const routes: CallRoutes = {
    getCall: async (id) =>
      api.single("calls", {
        "2026-03-30": withParts(id, "summary,voicemail"),
        v1: { path: `/calls/${idSegment(id)}` },
      }),

    async listCallRecordings(callId) {
      const found = await api.all("call-recordings", {
        "2026-03-30": { path: `/calls/${idSegment(callId)}/recordings`, query: { limit: "50" } },
        v1: { path: `/call-recordings/${idSegment(callId)}` },
      });
      return found && { surface: found.surface, recordings: readRecordings(found.items) };
    },

    async listCallTranscripts(callId) {
      const found = await api.all("call-transcripts", {
        "2026-03-30": { path: `/calls/${idSegment(callId)}/transcripts`, query: { limit: "50" } },
        v1: { path: `/call-transcripts/${idSegment(callId)}` },
      });
      return found && { surface: found.surface, transcripts: readTranscripts(found.items) };
    },

    async getSummary(callId) {
      const found = await api.single("calls", {
        "2026-03-30": withParts(callId, "summary"),
        v1: { path: `/call-summaries/${idSegment(callId)}` },
      });
      if (found === undefined || found.surface === "v1") return found;
      const object = readSummary(found.object);
      return object && { surface: found.surface, object };
    },

    async getVoicemail(callId) {
      const found = await api.single("calls", {
        "2026-03-30": withParts(callId, "voicemail"),
        v1: { path: `/call-voicemails/${idSegment(callId)}` },
      });
      if (found === undefined || found.surface === "v1") return found;
      const object = readVoicemail(found.object);
      return object && { surface: found.surface, object };
    },

    async getCallMedia(callId) {
      const listing = await routes.listCallRecordings(callId);
      const voicemail = await routes.getVoicemail(callId);
      const surface = listing?.surface ?? voicemail?.surface;
      if (surface === undefined) return undefined;
      const object = {
        recordings: listing?.recordings ?? [],
        ...(voicemail && { voicemail: voicemail.object }),
      };
      return { surface, object };
    },
  };
  return routes;
}
