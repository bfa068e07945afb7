// Packs the package in the current folder as it would be published and lets publint and are-the-types-wrong
// look at the tarball; then checks that it ships nothing but what it should, and that its declarations can be read
// by who has installed nothing else.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const run = (command, args) =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

/** The packages that the declarations in a packed package name although installing it need not bring them. */
function uninstalledTypes(root) {
  const { dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const required = Object.keys(peerDependencies ?? {}).filter(
    (name) => !peerDependenciesMeta?.[name]?.optional,
  );
  const installed = new Set([...Object.keys(dependencies ?? {}), ...required]);
  return readdirSync(join(root, "dist"), { recursive: true })
    .filter((file) => file.endsWith(".d.ts"))
    .flatMap((file) => {
      const text = readFileSync(join(root, "dist", file), "utf8");
      return [...text.matchAll(/(?:\bfrom |\bimport |\bimport\()"((?:@[^/"]+\/)?[^./"][^/"]*)[^"]*"/g)]
        .map(([, name]) => name)
        .filter((name) => !/^(?:node|cloudflare):/.test(name) && !installed.has(name))
        .map((name) => `${name} (in ${file})`);
    });
}

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

  run("tar", ["-xzf", tarball, "-C", folder]);
  const uninstalled = uninstalledTypes(join(folder, "package"));
  if (uninstalled.length > 0)
    throw new Error(`its declarations name what need not be installed: ${uninstalled.join(", ")}`);

  run("publint", ["--strict", tarball]);
  run("attw", [tarball, "--profile", "esm-only"]);
  console.log("package ok");
} catch (error) {
  console.error(error.stdout || error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
