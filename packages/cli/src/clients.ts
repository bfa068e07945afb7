import { randomUUID } from "node:crypto";
import { hasNodeState, type Inspection, openFolderWindows } from "@openphone-notion/adapter-node";
import {
  createBottleneckRateLimiter,
  createNotionGateway,
  createOpenPhoneClient,
  type NotionGateway,
  notionBudget,
  type OpenPhoneClient,
  openPhoneBudget,
  type RateLimiter,
  silentLogger,
  systemClock,
  toSyncError,
} from "@openphone-notion/core";

type Values = Inspection["values"];

/** Both services, for commands that need no whole sync. */
export interface Clients {
  /** OpenPhone through the key of the settings, or another one; `undefined` without any. */
  openphone(key?: string): OpenPhoneClient | undefined;
  /** Notion through the token of the settings, or another one; `undefined` without any. */
  notion(token?: string): NotionGateway | undefined;
  close(): Promise<void>;
}

/** Where there is a data folder, within the windows that everybody who works on it shares. */
export async function openClients(values: Values): Promise<Clients> {
  const clock = systemClock;
  const windows = await openWindows(values);
  return {
    openphone(apiKey = values.OPENPHONE_API_KEY) {
      if (!apiKey || !values.OPENPHONE_API_BASE) return undefined;
      return createOpenPhoneClient({
        ...{ apiKey, baseUrl: values.OPENPHONE_API_BASE, limiter: windows.openphone },
        surface: values.OPENPHONE_API_SURFACE ?? "auto",
        fetch: (request, init) => fetch(request, init),
        ...{ clock, random: Math.random, logger: silentLogger },
      });
    },
    notion(token = values.NOTION_API_KEY) {
      if (!token || !values.NOTION_API_BASE) return undefined;
      return createNotionGateway({
        ...{ token, baseUrl: values.NOTION_API_BASE, limiter: windows.notion, clock },
        fetch: (url, init) => fetch(url, init),
      });
    },
    close: windows.close,
  };
}

interface Windows {
  notion: RateLimiter;
  openphone: RateLimiter;
  close(): Promise<void>;
}

async function openWindows(values: Values): Promise<Windows> {
  const clock = systemClock;
  const dataDir = values.DATA_DIR ?? "./data";
  const notionPerMinute = values.NOTION_REQUESTS_PER_MINUTE ?? notionBudget.requests;
  const owner = `cli-${process.pid}-${randomUUID().slice(0, 8)}`;
  if (hasNodeState(dataDir)) {
    try {
      return await openFolderWindows(dataDir, { notionPerMinute, owner, clock });
    } catch (error) {
      // Nobody can work on such a folder, so nobody shares; that it cannot be written is told by those who need it.
      if (toSyncError(error).code !== "store_unavailable") throw error;
    }
  }
  return {
    notion: createBottleneckRateLimiter({ requests: notionPerMinute, perMs: notionBudget.perMs, clock }),
    openphone: createBottleneckRateLimiter({ ...openPhoneBudget, clock }),
    close: async () => {},
  };
}
