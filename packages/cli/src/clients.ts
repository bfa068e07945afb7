import type { Inspection } from "@openphone-notion/adapter-node";
import {
  createBottleneckRateLimiter,
  createNotionGateway,
  createOpenPhoneClient,
  type NotionGateway,
  type OpenPhoneClient,
  silentLogger,
  systemClock,
} from "@openphone-notion/core";

type Values = Inspection["values"];

/** OpenPhone through the key of the settings, or another one; `undefined` without any. */
export function openPhoneFrom(values: Values, key = values.OPENPHONE_API_KEY): OpenPhoneClient | undefined {
  if (!key || !values.OPENPHONE_API_BASE) return undefined;
  return createOpenPhoneClient({
    apiKey: key,
    baseUrl: values.OPENPHONE_API_BASE,
    fetch: (request, init) => fetch(request, init),
    limiter: createBottleneckRateLimiter({ requests: 10, perMs: 1_000, clock: systemClock }),
    clock: systemClock,
    random: Math.random,
    logger: silentLogger,
  });
}

/** Notion through the token of the settings, or another one; `undefined` without any. */
export function notionFrom(values: Values, token = values.NOTION_API_KEY): NotionGateway | undefined {
  if (!token || !values.NOTION_API_BASE) return undefined;
  return createNotionGateway({
    token,
    baseUrl: values.NOTION_API_BASE,
    fetch: (url, init) => fetch(url, init),
    limiter: createBottleneckRateLimiter({
      requests: values.NOTION_REQUESTS_PER_MINUTE ?? 180,
      perMs: 60_000,
      clock: systemClock,
    }),
    clock: systemClock,
  });
}
