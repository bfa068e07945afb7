import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FolderNotes, openFolderNotes } from "./folder-notes.js";

let folder: string;
const opened: FolderNotes[] = [];
/** As in another process. */
async function open(name = "notion") {
  const notes = await openFolderNotes(folder);
  opened.push(notes);
  return notes.note(name);
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "notes-"));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((notes) => notes.close()));
  await rm(folder, { recursive: true });
});

describe("a note of a data folder", () => {
  test("shows everybody what anybody wrote, also later", async () => {
    const [one, two, other] = [await open(), await open(), await open("openphone")];
    expect(await one.read()).toEqual({ version: 0 });
    expect(await one.write("first", 0)).toBe(true);
    expect(await two.read()).toEqual({ text: "first", version: 1 });
    expect(await two.write("second", 1)).toBe(true);
    expect(await (await open()).read()).toEqual({ text: "second", version: 2 });
    expect(await other.read()).toEqual({ version: 0 });
  });

  test("is written by one of those who read the same", async () => {
    const [one, two] = [await open(), await open()];
    expect([await one.write("a", 0), await two.write("b", 0)]).toEqual([true, false]);
    expect([await two.write("c", 1), await one.write("d", 1), await one.write("e", 7)]).toEqual([
      ...[true, false, false],
    ]);
    expect(await one.read()).toEqual({ text: "c", version: 2 });
    expect(await (await open("openphone")).write("x", 3)).toBe(false);
  });

  test("is begun anew where its file is damaged: nothing in it lasts", async () => {
    for (const broken of ["no database", "SQLite format 3\0".repeat(600)]) {
      await writeFile(join(folder, "windows.db"), broken);
      const note = await open();
      expect(await note.read()).toEqual({ version: 0 });
      expect(await note.write("again", 0)).toBe(true);
      await Promise.all(opened.splice(0).map((notes) => notes.close()));
    }
  });

  test("rejects with what is wrong when it is closed, or cannot be written", async () => {
    const notes = await openFolderNotes(folder);
    await notes.close();
    await expect(notes.note("notion").read()).rejects.toMatchObject({ code: "store_unavailable" });
    await expect(openFolderNotes("/dev/null/data")).rejects.toMatchObject({ code: "store_unavailable" });
  });
});
