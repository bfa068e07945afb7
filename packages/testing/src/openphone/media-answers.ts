import type { FakeRecording, FakeVoicemail } from "./fake-call.js";
import type { FakeMediaHost } from "./media-host.js";

/** A recording as both surfaces print it, with a link that works now. */
export const recordingAnswer = ({ mediaPath, ...recording }: FakeRecording, media: FakeMediaHost) => ({
  ...recording,
  url: media.link(mediaPath),
});

/** A voicemail as both surfaces print it; while it is processed, only its id. */
export function voicemailAnswer(voicemail: FakeVoicemail, media: FakeMediaHost) {
  const { id, status, duration, transcript, mediaPath } = voicemail;
  if (status === "in-progress") return { id, status, duration: null, transcript: null, recordingUrl: null };
  return { id, status, duration, transcript, recordingUrl: media.link(mediaPath) };
}
