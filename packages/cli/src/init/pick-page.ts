import { type NotionGateway, notionId } from "@openphone-notion/core";
import { printable } from "../output/printable.js";
import type { Questions } from "./questions.js";

const MOST = 20;

/** Lets a person choose among the pages that are shared with the connection. */
export async function pickPage(questions: Questions, notion: NotionGateway): Promise<string> {
  const pages = (await notion.searchShared({ kind: "page" }, { priority: "critical" })).slice(0, MOST);
  const another = "another: I paste its URL";
  const choice = await questions.choose("Notion page to make the databases under:", [
    ...pages.map(({ title }) => printable(title) || "Untitled"),
    another,
  ]);
  const page = pages[choice];
  if (page) return page.id;
  return questions.text("Its URL (share the page with the connection first: ••• → Connections)", {
    check: (text) => (notionId(text) ? undefined : "That is no Notion id or URL."),
  });
}
