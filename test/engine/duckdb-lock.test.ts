import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DUCKDB_LOCK, DUCKDB_VERSION } from "../../src/engine/duckdb-lock.ts";

const lock: { packages: Record<string, { version: string }> } = JSON.parse(
  readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"),
);

it("is the part of package-lock.json that DuckDB needs", () => {
  const needed = Object.entries(lock.packages).filter(([path]) => /^node_modules\/(@duckdb\/|detect-libc$)/.test(path));
  const { "": root, ...packages } = DUCKDB_LOCK.packages;
  expect(packages).toEqual(Object.fromEntries(needed));
  expect(root.dependencies).toEqual({ "@duckdb/node-api": DUCKDB_VERSION });
});

it("names a sha-512 for every package", () => {
  const { "": _root, ...packages } = DUCKDB_LOCK.packages;
  for (const { integrity } of Object.values(packages)) expect(integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
});
