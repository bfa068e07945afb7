import {
  asEnvironment as asSyncEnvironment,
  environmentSchema,
  onOffSetting,
  secretSetting,
  settingText,
  urlSetting,
  wholeSetting,
} from "@openphone-notion/core";
import * as z from "zod";
import type { NodeSyncOptions } from "./options.js";

/** What `S3_BUCKET` may be. */
export const BUCKET = "the name of a bucket that is there";
export const S3_KEYS =
  "both S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or neither to use what the AWS SDK finds";

/** The names of every platform, and those of a Node process. */
export const ENVIRONMENT = environmentSchema().extend({
  DATA_DIR: z.string().default("./data"),
  STORAGE: z.enum(["disk", "s3"], { error: "disk or s3" }).optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[\w.-]{3,255}$/, { error: BUCKET })
    .optional(),
  S3_PREFIX: z
    .string()
    .regex(/^[^/\s].*\/$/, {
      error: "what the names in the bucket begin with, such as openphone/, ending in a slash",
    })
    .optional(),
  S3_ENDPOINT: urlSetting("the http(s) URL of an S3 service other than AWS").optional(),
  S3_REGION: z
    .string()
    .regex(/^[\w-]+$/, { error: "a region such as eu-central-1, or auto" })
    .optional(),
  S3_ACCESS_KEY_ID: secretSetting(S3_KEYS).optional(),
  S3_SECRET_ACCESS_KEY: secretSetting(S3_KEYS).optional(),
  S3_PATH_STYLE: onOffSetting.optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: wholeSetting("a port number from 0 to 65535", 0, 65_535).default(8787),
});

/** The checked values, by environment name. */
export type Values = z.output<typeof ENVIRONMENT>;

/** The option for each environment name, as the text the variable would hold. */
export function asEnvironment(options: NodeSyncOptions): Record<keyof Values, string | undefined> {
  return {
    ...asSyncEnvironment(options),
    DATA_DIR: options.dataDir,
    STORAGE: options.storage,
    S3_BUCKET: options.s3?.bucket,
    S3_PREFIX: options.s3?.prefix,
    S3_ENDPOINT: options.s3?.endpoint,
    S3_REGION: options.s3?.region,
    S3_ACCESS_KEY_ID: options.s3?.accessKeyId,
    S3_SECRET_ACCESS_KEY: options.s3?.secretAccessKey,
    S3_PATH_STYLE: settingText(options.s3?.pathStyle),
    HOST: options.host,
    PORT: settingText(options.port),
  };
}
