import { basename } from "node:path";
import type { DataFormat } from "./data-source.ts";

const EXTENSIONS: Readonly<Record<string, DataFormat>> = {
  csv: "csv",
  tsv: "csv",
  parquet: "parquet",
  pq: "parquet",
  jsonl: "jsonl",
  ndjson: "jsonl",
  arrow: "arrow",
  arrows: "arrow",
  feather: "arrow",
};

/** Endings of the names of files that can be read, for messages. */
export const READABLE = ".csv, .tsv, .parquet, .jsonl or .ndjson (text also with .gz)";

/** Format of a file by its name; `undefined` where the name does not tell. */
export function formatOfName(path: string): DataFormat | undefined {
  const lower = basename(path).toLowerCase();
  const plain = lower.replace(/\.gz$/, "");
  const format = EXTENSIONS[/\.([a-z]+)$/.exec(plain)?.[1] ?? ""];
  const isText = format === "csv" || format === "jsonl";
  return plain === lower || isText ? format : undefined;
}

/** Whether a text file is compressed, by its name. */
export function isZipped(path: string): boolean {
  return path.toLowerCase().endsWith(".gz");
}
