import { inspectEnvironment, type SettingProblem } from "@openphone-notion/core";
import { asEnvironment, BUCKET, ENVIRONMENT, S3_KEYS, type Values } from "./environment.js";
import type { NodeSyncOptions } from "./options.js";

export interface Inspection {
  /** The settings that are right, defaults included, by environment name. */
  values: Partial<Values>;
  problems: SettingProblem[];
}

/** Looks at every setting by itself, for programs that help to make settings; `readSettings` is for those that run. */
export function inspectSettings(
  options: NodeSyncOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Inspection {
  const { values, problems } = inspectEnvironment(ENVIRONMENT, asEnvironment(options), environment);
  const wrong = new Set(problems.map(({ name }) => name));
  const miss = (name: keyof Values, holds: string) => {
    if (values[name] === undefined && !wrong.has(name)) problems.push({ name, missing: true, holds });
  };
  // Else the files would go onto the disk, unsaid.
  if (values.S3_BUCKET !== undefined && !options.adapters?.storage)
    miss("STORAGE", "s3, for the bucket that S3_BUCKET names, or disk");
  if (values.STORAGE === "s3") {
    miss("S3_BUCKET", BUCKET);
    // As R2's dashboard shows it: files are kept all the same, and lists end nowhere.
    if (values.S3_BUCKET && values.S3_ENDPOINT?.endsWith(`/${values.S3_BUCKET}`)) {
      problems.push({
        name: "S3_ENDPOINT",
        missing: false,
        holds: "the URL of the service, without the bucket",
      });
    }
    const keys = ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;
    if (keys.some((name) => values[name] !== undefined)) for (const name of keys) miss(name, S3_KEYS);
  }
  return { values, problems };
}
