import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DataRequest, DataSource } from "../../../src/engine/data/data-source.ts";
import { openData } from "../../../src/engine/data/open-data.ts";
import type { Row } from "../../../src/engine/engine.ts";
import type { TestEngine } from "../open-test-engine.ts";

/** Names of files, relative to a new folder, with what is in them. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** A new folder with these files. */
export function writeFiles(opened: TestEngine, files: Files): string {
  const folder = mkdtempSync(join(opened.folder, "data-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Opens files that are written for it; without paths the whole folder. */
export async function openFiles(
  opened: TestEngine,
  files: Files,
  request: Partial<DataRequest> = {},
): Promise<DataSource> {
  const folder = writeFiles(opened, files);
  return openData(opened.engine, { name: "data", folder, paths: Object.keys(files), ...request });
}

/** `name → kind` of every column. */
export function kindsOf({ columns }: DataSource): Record<string, string> {
  return Object.fromEntries(columns.map(({ name, kind }) => [name, kind]));
}

/** The values of all rows as their kinds, whole numbers as text. */
export async function valuesOf(opened: TestEngine, { columns, relation }: DataSource): Promise<readonly Row[]> {
  const selected = columns.map(({ value, kind }, index) => {
    const plain = kind === "integer" || kind === "other" ? `CAST(${value} AS VARCHAR)` : value;
    return `${plain} AS c${String(index)}`;
  });
  return opened.engine.query(`SELECT ${selected.join(", ")} FROM ${relation}`);
}
