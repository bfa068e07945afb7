import { expect, test } from "vitest";
import { contactSource } from "../canvas/contact-source.js";
import { writeIndexState } from "../canvas/index-state.js";
import { id, title } from "../mapping/property-builders.js";
import { dataSourceInUse } from "./data-source-in-use.js";
import { rememberColumns } from "./remember-columns.js";

const ids = ["ds-1", "ds-2", "ds-3"];

function cursors() {
  const known = new Map<string, string>();
  return {
    getCursor: async (name: string) => known.get(name),
    async putCursor(name: string, value: string) {
      known.set(name, value);
      return value;
    },
  };
}

const schema = (dataSourceId: string) => ({
  dataSourceId,
  properties: {
    Name: { id: "title", name: "Name", type: "title" },
    Phone: { id: "p", name: "Phone", type: "phone_number" },
  },
});

test("of several data sources the one that rows were written to is in use", async () => {
  const store = cursors();
  expect(await dataSourceInUse(store, "calls", ids)).toBeUndefined();
  const mapping = { Name: title(() => "who"), "Call ID": id(() => "AC1") };
  await rememberColumns(store, mapping, schema("ds-2"));
  expect(await dataSourceInUse(store, "calls", ids)).toBe("ds-2");
  expect(await dataSourceInUse(store, "canvas", ids)).toBeUndefined();
  await rememberColumns(store, mapping, schema("ds-3"));
  expect(await dataSourceInUse(store, "calls", ids)).toBeUndefined();
});

test("of several data sources the one that contacts were read from is in use", async () => {
  const store = cursors();
  const { signature } = contactSource(schema("ds-2"), { country: "US" });
  await writeIndexState(store, { underWay: { signature, startedAt: 0, pages: 0 } });
  expect(await dataSourceInUse(store, "canvas", ids)).toBe("ds-2");
  expect(await dataSourceInUse(store, "calls", ids)).toBeUndefined();
});
