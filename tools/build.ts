import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { transform } from "esbuild";
import { z } from "zod";

// Two bundles: actions/main.ts → actions/dist/index.js for all composite actions, bot/main.ts → bot/dist/index.js for the
// bot. They are built on release and in tests, never committed.

const Built = z.object({
  code: z.string(),
  assets: z.record(z.string(), z.object({ source: z.union([z.string(), z.instanceof(Uint8Array)]) })),
});

const require = createRequire(import.meta.url);

const ROOT = resolve(import.meta.dirname, "..");
const BUNDLES = [
  { entry: "actions/main.ts", folder: "actions/dist" },
  { entry: "bot/main.ts", folder: "bot/dist" },
] as const;

/** Writes the bundle of `entry` into `folder` and gives its size in bytes. */
async function build(entry: string, folder: string): Promise<number> {
  const ncc: (entry: string, options: object) => Promise<unknown> = require("@vercel/ncc");
  const { code, assets } = Built.parse(
    await ncc(entry, {
      cache: false,
      // Its native binding is 50 MB for each platform; the evaluate action finds it beside the bundle or installs it.
      externals: ["@duckdb/node-api"],
      filterAssetBase: ROOT,
      minify: false,
      quiet: true,
      sourceMap: false,
      target: "es2022",
      // `npm run check` checks types; here they are only removed.
      transpileOnly: true,
    }),
  );
  rmSync(folder, { recursive: true, force: true });
  const files = new Map<string, Buffer>([["index.js", Buffer.from(code)]]);
  for (const [name, { source }] of Object.entries(assets)) files.set(name, Buffer.from(source));
  // ncc makes only the entry smaller, and a chunk is compiled each time a step starts.
  for (const [name, content] of files) files.set(name, name.endsWith(".js") ? await makeSmaller(content) : content);
  files.set("package.json", Buffer.from('{ "type": "module" }\n'));
  let bytes = 0;
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
    bytes += content.byteLength;
  }
  return bytes;
}

async function makeSmaller(source: Buffer): Promise<Buffer> {
  const { code } = await transform(source.toString("utf8"), {
    format: "esm",
    keepNames: false,
    legalComments: "inline",
    minifySyntax: true,
    minifyWhitespace: true,
    target: "node20",
  });
  return Buffer.from(code);
}

// A folder on the command line: the actions alone, into it. `bot` as well: the bot alone.
const [only, elsewhere] = process.argv.slice(2);
for (const { entry, folder } of BUNDLES) {
  if (only !== undefined && !folder.startsWith(only === "bot" ? "bot" : "actions")) continue;
  const output = resolve(ROOT, (only === "bot" ? elsewhere : only) ?? folder);
  process.stdout.write(`${folder}: ${((await build(resolve(ROOT, entry), output)) / 1024).toFixed(0)} KiB\n`);
}
