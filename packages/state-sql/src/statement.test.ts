import { expect, test } from "vitest";
import { migratedDriver } from "./fixtures/temporary-database.js";
import { createSqlSession } from "./sql-session.js";
import { statement } from "./statement.js";

async function openSession(connection = "default") {
  return createSqlSession(await migratedDriver(), connection);
}

test("it is written once for each store, and told its values each time", async () => {
  let written = 0;
  const cursor = statement((db, connection, { name }: { name: string }) => {
    written++;
    return db.selectFrom("cursors").selectAll().where("connection", "=", connection).where("name", "=", name);
  });
  const [one, other] = [await openSession("one"), await openSession("other")];
  const told = (query: { compile(): { parameters: readonly unknown[] } }) => query.compile().parameters;
  expect(told(cursor(one, { name: "a" }))).toEqual(["one", "a"]);
  expect(told(cursor(one, { name: "b" }))).toEqual(["one", "b"]);
  expect(told(cursor(other, { name: "b" }))).toEqual(["other", "b"]);
  expect(written).toBe(2);
});

test("a list has one text for each length", async () => {
  const session = await openSession();
  const some = statement((db, _connection, { names }: { names: string[] }) =>
    db.selectFrom("cursors").selectAll().where("name", "in", names),
  );
  const [two, others, three] = [
    ["a", "b"],
    ["c", "d"],
    ["a", "b", "c"],
  ].map((names) => some(session, { names }).compile());
  expect(two?.parameters).toEqual(["a", "b"]);
  expect({ sql: others?.sql, parameters: others?.parameters }).toEqual({
    sql: two?.sql,
    parameters: ["c", "d"],
  });
  expect(three?.parameters).toEqual(["a", "b", "c"]);
});

test("a value that is computed with while it is written is refused", async () => {
  const session = await openSession();
  const later = statement((db, _connection, { now }: { now: number }) =>
    db
      .selectFrom("activities")
      .select("kind")
      .where("due_at", "<", now + 1),
  );
  const quoted = statement((db, _connection, { intent }: { intent: object }) =>
    db.updateTable("activities").set({ intent: JSON.stringify(intent) }),
  );
  expect(() => later(session, { now: 1 }).compile()).toThrow("now is not known");
  expect(() => quoted(session, { intent: {} }).compile()).toThrow("intent is not known");
});
