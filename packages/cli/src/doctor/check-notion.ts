import type { NotionGateway } from "@openphone-notion/core";
import { type Finding, ok, warn } from "./finding.js";

const MIB = 1024 * 1024;
/** What a file may have on Notion's Free plan; every other plan takes more. */
const FREE_LIMIT = 5 * MIB;

/** The token, whose workspace it is, and what the workspace's plan allows. */
export async function checkNotion(
  notion: NotionGateway,
  { requestsPerMinute }: { requestsPerMinute: number },
): Promise<Finding[]> {
  const { name, workspaceName, maxUploadBytes } = await notion.me({ priority: "critical" });
  const where = workspaceName ? ` in ${workspaceName}` : "";
  const findings = [ok("notion token", `It works: ${name || "a connection"}${where}.`)];
  if (maxUploadBytes === undefined) return findings;
  const limit = `Files up to ${Math.floor(maxUploadBytes / MIB)} MiB`;
  if (maxUploadBytes > FREE_LIMIT) return [...findings, ok("notion plan", `${limit}: a paid plan.`)];
  findings.push(
    warn(
      "notion plan",
      `${limit}: a Free plan. With more than one member it takes 1,000 blocks in all, and a row is a block.`,
      "Upgrade the workspace before you import more than a few hundred calls.",
    ),
  );
  if (requestsPerMinute > 180) {
    findings.push(
      warn(
        "notion window",
        `NOTION_REQUESTS_PER_MINUTE is ${requestsPerMinute}, but this plan allows 180.`,
        "Set it to 180: Notion refuses what is over.",
      ),
    );
  }
  return findings;
}
