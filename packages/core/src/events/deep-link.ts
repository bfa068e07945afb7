import { httpLink } from "../record/media-link.js";

/** What a link into the OpenPhone app names: `https://my.quo.com/inbox/PN…/c/CN…?at=AC…`. */
export interface DeepLink {
  conversationId?: string;
  activityId?: string;
}

export function readDeepLink(text: string | undefined): DeepLink {
  const url = text === undefined ? undefined : httpLink(text);
  const conversationId = url?.pathname.match(/\/c\/(CN\w{1,126})(?:\/|$)/)?.[1];
  const activityId = url?.searchParams.get("at")?.match(/^AC\w{1,126}$/)?.[0];
  return { ...(conversationId && { conversationId }), ...(activityId && { activityId }) };
}
