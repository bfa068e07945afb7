import { expect, test } from "vitest";
import { asEnvironment, environmentSchema } from "./environment.js";
import { inspectEnvironment } from "./inspect-environment.js";
import { syncSettings } from "./read-settings.js";

const ID = "0".repeat(31);
const inspect = (contacts: string | undefined) =>
  inspectEnvironment(
    environmentSchema(),
    {},
    {
      ...{
        OPENPHONE_API_KEY: "key",
        OPENPHONE_WEBHOOK_SECRET: "whsec_bG9vcGJhY2s=",
        NOTION_API_KEY: "secret",
      },
      ...{ NOTION_CALLS_DATABASE_ID: `${ID}1`, NOTION_CANVAS_DATABASE_ID: contacts },
    },
  );

test.each([
  ["its id", `${ID}2`, `${ID}2`],
  ["none, for nothing is to be linked", "none", undefined],
  ["nothing", undefined, undefined],
])("the contact database may be %s", (_, contacts, canvas) => {
  const { values, problems } = inspect(contacts);
  expect(problems).toEqual([]);
  expect(syncSettings(values as never).notion.databases).toEqual({
    ...{ calls: `${ID}1` },
    ...(canvas ? { canvas } : {}),
  });
});

test("the contact database may not be anything else", () => {
  expect(inspect("nobody").problems).toEqual([
    expect.objectContaining({ name: "NOTION_CANVAS_DATABASE_ID", missing: false }),
  ]);
});

test("an option that is empty hides no variable", () => {
  const given = asEnvironment({ adminToken: "", notion: { token: " " } });
  const { values } = inspectEnvironment(environmentSchema(), given, {
    ADMIN_TOKEN: "0123456789abcdef",
    NOTION_API_KEY: "secret",
  });
  expect(values).toMatchObject({ ADMIN_TOKEN: "0123456789abcdef", NOTION_API_KEY: "secret" });
});

test.each([
  [{ reconcile: "off", canvasCreateMissing: "off" }, "off"],
  [{ reconcile: false, canvasCreateMissing: false }, "off"],
  [{ reconcile: true, canvasCreateMissing: {} }, "on"],
  [{ reconcile: "yes", canvasCreateMissing: "yes" }, "yes"],
])("what JavaScript gives as a yes or no is read as its variable would be: %j", (options, text) => {
  expect(asEnvironment(options as never)).toMatchObject({ RECONCILE: text, CANVAS_CREATE_MISSING: text });
});
