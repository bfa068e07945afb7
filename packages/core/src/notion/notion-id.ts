import { extractNotionId } from "@notionhq/client";

/** The id in a Notion id or pasted URL, with dashes; `undefined` when there is none. */
export const notionId = (idOrUrl: string): string | undefined => extractNotionId(idOrUrl) ?? undefined;
