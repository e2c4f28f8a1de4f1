import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { transform } from "esbuild";
import { z } from "zod";

// The bundle of all composite actions: actions/main.ts → actions/dist/index.js. It is built on release and in tests,
// never committed.

const Built = z.object({
  code: z.string(),
  assets: z.record(z.string(), z.object({ source: z.union([z.string(), z.instanceof(Uint8Array)]) })),
});

const require = createRequire(import.meta.url);

/** Another folder can be named on the command line. */
const OUTPUT = resolve(import.meta.dirname, "..", process.argv[2] ?? "actions/dist");

/** Writes the bundle into `folder` and gives its size in bytes. */
async function build(folder: string): Promise<number> {
  const ncc: (entry: string, options: object) => Promise<unknown> = require("@vercel/ncc");
  const { code, assets } = Built.parse(
    await ncc(resolve(import.meta.dirname, "../actions/main.ts"), {
      cache: false,
      // Its native binding is 50 MB for each platform; the evaluate action finds it beside the bundle or installs it.
      externals: ["@duckdb/node-api"],
      filterAssetBase: resolve(import.meta.dirname, ".."),
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

const bytes = await build(OUTPUT);
process.stdout.write(`actions/dist: ${(bytes / 1024).toFixed(0)} KiB\n`);
