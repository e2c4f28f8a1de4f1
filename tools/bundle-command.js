import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

// The `pawl` command as plain JavaScript. Translating its sources at every start costs more than most commands do, so the
// result is kept below node_modules, beside the digest of every file that it was made of: one byte of these that changed
// makes it anew. Packages are not in it.

const OWN = fileURLToPath(import.meta.url);
/** Bundles of earlier sources go when they are so old; a younger one may be that of a command that still runs. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** Path of the bundle of the sources as they are now; `undefined` where none can be kept, or no bundler is there. */
export async function bundleCommand(root) {
  const cache = join(root, "node_modules", ".cache", "pawl");
  try {
    mkdirSync(cache, { recursive: true });
    return findBundle(root, cache) ?? (await makeBundle(root, cache));
  } catch {
    // Not writable, or something in it is broken: the sources are there all the same.
    return undefined;
  }
}

function findBundle(root, cache) {
  let manifest;
  try {
    manifest = JSON.parse(readFileSync(join(cache, "manifest.json"), "utf8"));
    const isSame = Object.entries(manifest.inputs).every(
      ([path, digest]) => digestOf(readFileSync(join(root, path))) === digest,
    );
    const bundle = join(cache, manifest.folder, "main.js");
    return isSame && statSync(bundle).isFile() ? bundle : undefined;
  } catch {
    return undefined; // Never made, made by an older version, or of files that are gone.
  }
}

async function makeBundle(root, cache) {
  const { build } = await import("esbuild");
  const inputs = { [relative(root, OWN)]: digestOf(readFileSync(OWN)) };
  // What is digested is what is translated, whatever is written to the file meanwhile.
  const readInput = ({ path }) => {
    const contents = readFileSync(path);
    inputs[relative(root, path)] = digestOf(contents);
    return { contents, loader: path.endsWith(".json") ? "json" : "ts" };
  };
  const folder = randomUUID();
  await build({
    absWorkingDir: root,
    entryPoints: ["src/cli/main.ts"],
    outdir: join(cache, folder),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    tsconfigRaw: "{}",
    logLevel: "silent",
    plugins: [{ name: "digest", setup: ({ onLoad }) => onLoad({ filter: /.*/ }, readInput) }],
  });
  const draft = join(cache, `${folder}.json`);
  writeFileSync(draft, JSON.stringify({ folder, inputs }));
  renameSync(draft, join(cache, "manifest.json"));
  removeOld(cache);
  return join(cache, folder, "main.js");
}

function removeOld(cache) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}

function digestOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
