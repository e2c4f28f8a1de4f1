import { cp, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const SOURCES = fileURLToPath(new URL("stand-ins", import.meta.url));

// The official clients are partly CommonJS, which asks for `require` and finds none in an ES module.
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Bundles the stand-ins for GitHub's own actions into `folder`, each with its action.yml, so that act has nothing to
 * install and little to copy. `folder/cache/restore` then is what `actions/cache/restore` is.
 */
export async function buildStandIns(folder: string): Promise<void> {
  const entries = await readdir(SOURCES, { recursive: true });
  const actions = entries.filter((entry) => entry.endsWith("action.yml")).map((entry) => dirname(entry));
  await build({
    entryPoints: actions.map((action) => ({ in: join(SOURCES, action, "main.ts"), out: join(action, "main") })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: "node",
    target: "node20",
    format: "esm",
    banner: { js: REQUIRE },
    logLevel: "error",
  });
  await Promise.all(
    actions.map((action) => cp(join(SOURCES, action, "action.yml"), join(folder, action, "action.yml"))),
  );
}

/** Names of the actions under `actions/` that have a stand-in: `upload-artifact`, `cache` … */
export async function listStandIns(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
