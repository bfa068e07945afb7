/** What happened to which page. */
export interface NotionPageEventOptions {
  type?:
    | "page.created"
    | "page.properties_updated"
    | "page.moved"
    | "page.deleted"
    | "page.undeleted"
    | string;
  pageId?: string;
  /** Where the page lies. */
  dataSourceId?: string;
  /** The same for every attempt to deliver it. */
  eventId?: string;
  attempt?: number;
}

const counter = { events: 0 };

/** What Notion's webhooks say of a page: ids only. Shapes as of `@notionhq/client` 5.26.0. */
export function notionPageEvent(options: NotionPageEventOptions = {}): object {
  const { type = "page.properties_updated", dataSourceId } = options;
  counter.events++;
  const unique = String(counter.events).padStart(12, "0");
  return {
    id: options.eventId ?? `367cba44-b6f3-4c92-81e7-${unique}`,
    timestamp: "2026-10-07T15:00:00.000Z",
    workspace_id: "13950b26-c203-4f3b-b97d-93ec06319565",
    workspace_name: "Example",
    subscription_id: "29d75c0d-5546-4414-8459-7b7a92f1fc4b",
    integration_id: "0ef2e755-4912-8096-91c1-00376a88a5ca",
    authors: [{ id: "c7c11cca-1d73-471d-9b6e-bdef51470190", type: "person" }],
    attempt_number: options.attempt ?? 1,
    api_version: "2026-03-11",
    type,
    entity: { id: options.pageId ?? "153104cd-477e-809d-8dc4-ff2d96ae3090", type: "page" },
    data: {
      parent: {
        id: "36cc9195-760f-4fff-a67e-3a46c559b176",
        type: "database",
        ...(dataSourceId === undefined ? {} : { data_source_id: dataSourceId }),
      },
      ...(type === "page.properties_updated" ? { updated_properties: ["%3D%7Cmi"] } : {}),
    },
  };
}

/** A delivery as Notion would send it: signed with the verification token, or without one unsigned. */
export async function notionWebhookRequest(
  body: object,
  token?: string,
  url = "http://localhost/webhooks/notion",
): Promise<Request> {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (token !== undefined) headers["x-notion-signature"] = `sha256=${await hmac(token, bytes)}`;
  return new Request(url, { method: "POST", headers, body: bytes });
}

async function hmac(token: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const secret = new TextEncoder().encode(token);
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes));
  return Array.from(signature, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
