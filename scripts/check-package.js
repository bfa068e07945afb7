// Packs the package in the current folder as it would be published and lets publint and are-the-types-wrong
// look at the tarball; then checks that it ships nothing but what it should.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const run = (command, args) =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

const folder = mkdtempSync(join(tmpdir(), "package-"));
try {
  run("pnpm", ["pack", "--pack-destination", folder]);
  const tarball = join(folder, readdirSync(folder)[0]);

  const strays = run("tar", ["-tzf", tarball])
    .trim()
    .split("\n")
    .filter(
      (file) =>
        !/^package\/(dist\/|bin\/|migrations\/|README\.md$|LICENSE$|package\.json$)/.test(file) ||
        /\.test\./.test(file),
    );
  if (strays.length > 0) throw new Error(`the package ships what it should not: ${strays.join(", ")}`);
  for (const needed of ["README.md", "LICENSE"]) {
    if (!run("tar", ["-tzf", tarball]).includes(`package/${needed}\n`))
      throw new Error(`the package lacks ${needed}`);
  }

  run("publint", ["--strict", tarball]);
  run("attw", [tarball, "--profile", "esm-only"]);
  console.log("package ok");
} catch (error) {
  console.error(error.stdout || error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
