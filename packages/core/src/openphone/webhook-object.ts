import * as z from "zod";
import { SyncError } from "../sync-error.js";

/** A webhook as either system shows it. */
export interface Webhook {
  /** Digits in the new system, `WH…` in the legacy one. */
  id: string;
  url: string;
  /** `enabled` or `disabled`; open. */
  status?: string;
  events: string[];
  /** `PN…`, or `*` alone for all. */
  resourceIds?: string[];
  label?: string;
  /**
   * Secret. The new system (`whsec_…`) shows it when the webhook is made, and never again; the legacy one
   * (base64) always.
   */
  key?: string;
}

/** What a webhook is made with. */
export interface WebhookInput {
  url: string;
  events: readonly string[];
  /** `PN…`; all unless given. The legacy system takes 10 at most. */
  resourceIds?: readonly string[];
  label?: string;
  /** `enabled` unless given. */
  status?: "enabled" | "disabled";
}

const text = z.lazy(() => z.string().optional().catch(undefined));
const texts = z.lazy(() => z.array(z.string()));

const webhook = z.lazy(() =>
  z
    .looseObject({
      id: z.union([z.string(), z.number().transform(String)]),
      url: z.string(),
      events: texts.catch([]),
      status: text,
      resourceIds: texts.optional().catch(undefined),
      label: text,
      key: text,
    })
    .transform(
      ({ id, url, events, status, resourceIds, label, key }): Webhook => ({
        ...{ id, url, events },
        ...(status !== undefined && { status }),
        ...(resourceIds !== undefined && { resourceIds }),
        ...(label !== undefined && { label }),
        ...(key !== undefined && { key }),
      }),
    ),
);

/** Those that can be read. */
export const readWebhooks = (items: readonly unknown[]): Webhook[] =>
  items.flatMap((item) => webhook.safeParse(item).data ?? []);

/** The answer to a change that was made. */
export function readWebhook(object: unknown): Webhook {
  const { data } = webhook.safeParse(object);
  if (data) return data;
  throw new SyncError(
    "openphone_unavailable",
    "OpenPhone made the change, but answered in an unknown shape.",
    { retry: "unknown" },
  );
}

const withKey = z.lazy(() => z.looseObject({ key: z.string().min(1) }));

/** The new key after a rotation. */
export function readKey(object: unknown): string {
  const { data } = withKey.safeParse(object);
  if (data) return data.key;
  throw new SyncError("openphone_unavailable", "OpenPhone rotated the key, but did not show the new one.", {
    retry: "unknown",
  });
}
