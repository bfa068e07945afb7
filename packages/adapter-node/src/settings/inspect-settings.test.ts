import { expect, test } from "vitest";
import { inspectSettings } from "./inspect-settings.js";

const problemsWith = (environment: Record<string, string>) =>
  inspectSettings({}, { STORAGE: "s3", S3_BUCKET: "media", ...environment })
    .problems.map(({ name }) => name)
    .filter((name) => name.startsWith("S3_"));

test.each([
  ["https://account.r2.example.com/media/", ["S3_ENDPOINT"]],
  ["https://account.r2.example.com", []],
  ["https://project.example.com/storage/v1/s3", []],
])("the S3 endpoint %s names the service without its bucket, or is refused", (endpoint, problems) => {
  expect(problemsWith({ S3_ENDPOINT: endpoint })).toEqual(problems);
});
