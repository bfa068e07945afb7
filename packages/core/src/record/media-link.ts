/** The link as a URL if it is one that can be fetched (http or https). */
export function httpLink(link: string): URL | undefined {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  return url?.protocol === "https:" || url?.protocol === "http:" ? url : undefined;
}

/** What stays of a signed link when it is signed anew; `undefined` if it is no http(s) link. */
export function linkWithoutQuery(link: string): string | undefined {
  const url = httpLink(link);
  return url && `${url.origin}${url.pathname}`;
}

const URL_KEY = "url:";

/** The key in `CallRecord.recordings`: the id, else the link; `undefined` for what has neither. */
export function recordingKey(recording: {
  id?: string | undefined;
  url?: string | undefined;
}): string | undefined {
  if (recording.id !== undefined) return recording.id;
  const link = recording.url === undefined ? undefined : linkWithoutQuery(recording.url);
  return link && `${URL_KEY}${link}`;
}

/** Whether the sender gave the recording no id (legacy v3 webhooks). */
export const isAnonymousRecording = (key: string): boolean => key.startsWith(URL_KEY);
