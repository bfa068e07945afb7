import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { runCli } from "./run-cli.js";

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  runCli(args, { cwd: tmpdir(), env });

test.each([
  "init",
  "doctor",
  "serve",
  "import",
  "reconcile",
  "events list",
  "events show",
  "events recover",
  "record show",
  "dlq list",
  "dlq replay",
  "media stats",
  "media purge",
  "media revoke",
])("%s --help shows examples that begin with the command", async (command) => {
  const { code, stdout } = await run([...command.split(" "), "--help"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`Examples:\\n  openphone-notion ${command}`));
});

test("--help names every command and every exit code", async () => {
  const { code, stdout } = await run(["--help"]);
  expect(code).toBe(0);
  for (const word of [
    "init",
    "doctor",
    "serve",
    "import",
    "reconcile",
    "events",
    "record",
    "dlq",
    "media",
    "demo",
  ])
    expect(stdout).toMatch(new RegExp(`^  ${word} `, "m"));
  for (const exit of ["0", "1", "2", "3", "4", "130"])
    expect(stdout).toMatch(new RegExp(`^  ${exit} +\\w`, "m"));
});

test("no colours where there is no terminal, also in CI", async () => {
  const { output } = await run(["doctor"], {
    CI: "true",
    OPENPHONE_API_BASE: "http://127.0.0.1:1",
    NOTION_API_BASE: "http://127.0.0.1:1",
  });
  expect(output).not.toContain("\u001b");
});
