import { toSyncError } from "@openphone-notion/core";

/** What one check found. */
export interface Finding {
  /** What was looked at, in a word or two. */
  check: string;
  /** `warn`: it works, with something missing. */
  status: "ok" | "warn" | "fail";
  text: string;
  /** What to do about it. */
  todo?: string;
}

export const ok = (check: string, text: string): Finding => ({ check, status: "ok", text });
export const warn = (check: string, text: string, todo: string): Finding => ({
  ...{ check, status: "warn", text, todo },
});
export const fail = (check: string, text: string, todo: string): Finding => ({
  ...{ check, status: "fail", text, todo },
});

/** Runs a check; what it throws is a finding too. */
export async function look(check: string, run: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await run();
  } catch (thrown) {
    const error = toSyncError(thrown);
    return [fail(check, `${error.message} (${error.code})`, todoFor(error.code))];
  }
}

function todoFor(code: string): string {
  switch (code) {
    case "openphone_unauthorized":
      return "Make a key in OpenPhone (Workspace settings → API) and set OPENPHONE_API_KEY.";
    case "notion_unauthorized":
      return "Copy the connection's token from notion.so/profile/integrations and set NOTION_API_KEY.";
    case "notion_not_found":
      return "Open the database in Notion, ••• → Connections, and add your connection; or mend the id.";
    case "notion_restricted":
      return "Give the connection the capabilities to read, insert and update content.";
    case "notion_block_limit":
      return "Upgrade the Notion workspace: its free plan takes no more rows.";
    case "store_unavailable":
      return "Make the data folder writable and see that the disk is not full.";
    default:
      return code.endsWith("unreachable") || code.endsWith("unavailable")
        ? "Check this machine's network and proxy, and the service's status page; then run doctor again."
        : "Mend what the message names, then run doctor again.";
  }
}
