import type { OpenPhoneClient } from "@openphone-notion/core";
import { type Finding, ok, warn } from "./finding.js";

/** The key, the surface that answers, and the workspace's numbers. */
export async function checkOpenPhone(openphone: OpenPhoneClient): Promise<Finding[]> {
  const { surface, organization } = await openphone.preflight();
  const numbers = await openphone.listPhoneNumbers();
  const status = organization?.subscriptionStatus;
  return [
    surface === "v1"
      ? warn(
          "openphone api",
          "The key works, but only the older API (v1) answers: calls of group conversations cannot be imported.",
          "Set OPENPHONE_API_BASE to https://api.quo.com and OPENPHONE_API_SURFACE to auto, unless you must not.",
        )
      : ok("openphone api", `The key works; API ${surface}.`),
    numbers.length > 0
      ? ok("phone numbers", `${numbers.length} in the workspace.`)
      : warn(
          "phone numbers",
          "The workspace has none.",
          "Add a number in OpenPhone, or use the right workspace.",
        ),
    ...(typeof status === "string" && status !== "active"
      ? [
          warn(
            "openphone plan",
            `The subscription is ${/^[\w-]+$/.test(status) ? status : "not active"}.`,
            "Renew it in OpenPhone: without it the API and webhooks stop.",
          ),
        ]
      : []),
  ];
}
