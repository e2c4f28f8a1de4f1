import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { createTrainingFolder } from "./training-folder.ts";

const Built = z.object({
  code: z.string(),
  assets: z.record(z.string(), z.object({ source: z.union([z.string(), z.instanceof(Uint8Array)]) })),
});

const READER = resolve(import.meta.dirname, "../../../src/runner/readers/open-sqlite.ts");

it("SQLite starts inside a bundle, where the library cannot tell that it is not alone", {
  timeout: 120_000,
}, async () => {
  using folder = createTrainingFolder();
  folder.addFixture("mlflow-sqlite-3.17.2");
  const ncc: (entry: string, options: object) => Promise<unknown> = createRequire(import.meta.url)("@vercel/ncc");
  const { code, assets } = Built.parse(
    await ncc(READER, { cache: false, quiet: true, transpileOnly: true, target: "es2022" }),
  );
  folder.write("bundle/package.json", '{"type": "module"}');
  folder.write("bundle/index.js", code);
  for (const [name, { source }] of Object.entries(assets)) {
    mkdirSync(dirname(join(folder.root, "bundle", name)), { recursive: true });
    writeFileSync(join(folder.root, "bundle", name), source);
  }
  folder.write(
    "bundle/run.js",
    `const bundle = await import("./index.js");
    const open = bundle.openSqlite ?? bundle.default.openSqlite;
    console.log(JSON.stringify((await open("mlflow.db")).exec("SELECT key, value FROM latest_metrics ORDER BY key")));`,
  );
  const printed = execFileSync(process.execPath, ["bundle/run.js"], { cwd: folder.root, encoding: "utf8" });
  expect(JSON.parse(printed)).toMatchObject([
    {
      values: [
        ["accuracy", 0.8125],
        ["loss", 0.2],
        ["val/auc", 0.7],
      ],
    },
  ]);
});
