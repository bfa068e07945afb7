import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { withValues, writeEnvFile } from "./env-file.js";

test("a file that says all already stays as it is, byte for byte", () => {
  const text = "# mine\r\n A = 'one two'\r\nexport B=2 # note\r\n\r\n";
  expect(withValues(text, { A: "one two", B: "2" })).toBe(text);
});

test("values are replaced in their place, the last of several counts, others go to the end", () => {
  const text = "A=old\n# A=comment\nA=older\nAA=keep\nEMPTY=";
  const after = withValues(text, { A: "new", EMPTY: "full", NEW: "x" });
  expect(after).toBe("A=old\n# A=comment\nA=new\nAA=keep\nEMPTY=full\nNEW=x\n");
  expect(withValues(after, { A: "new", EMPTY: "full", NEW: "x" })).toBe(after);
});

test.each(["plain", "with space", "ha#sh", "whsec_a+b/c=,d", "https://x.test/a?b=c&d=$1", "quo'te"])(
  "%j is read back as it was written",
  (value) => {
    expect(parseEnv(withValues("A=1\n", { A: value, B: value }))).toEqual({ A: value, B: value });
  },
);

test("the file is for its owner only, and a link to it stays one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "env-file-"));
  const [file, link] = [join(folder, "real.env"), join(folder, ".env")];
  await writeFile(file, "A=1\n");
  await chmod(file, 0o644);
  await symlink(file, link);
  expect(writeEnvFile(link, { A: "1" })).toBe(false);
  expect(writeEnvFile(link, { A: "2" })).toBe(true);
  expect(await readFile(file, "utf8")).toBe("A=2\n");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true });
});
