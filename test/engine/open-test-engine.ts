import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../src/engine/engine.ts";
import { loadDuckDb } from "../../src/engine/load-duckdb.ts";
import { openEngine } from "../../src/engine/open-engine.ts";

export interface TestEngine {
  readonly engine: Engine;
  /** Removed by `close`. */
  readonly folder: string;
  readonly close: () => void;
}

export interface TestEngineOptions {
  readonly memoryLimitMiB?: number;
  readonly threads?: number;
}

/** An engine with an empty folder of its own. */
export async function openTestEngine({ memoryLimitMiB = 256, threads }: TestEngineOptions = {}): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), "pawl-engine-"));
  const duckdb = await loadDuckDb({ env: {}, from: import.meta.dirname, log: () => undefined });
  const engine = await openEngine({
    duckdb,
    temporaryFolder: join(folder, "spill"),
    memoryLimitMiB,
    ...(threads === undefined ? {} : { threads }),
  });
  return {
    engine,
    folder,
    close: () => {
      engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Columns of equal length as CSV with every field that needs it in quotes; null is an empty field. */
export function toCsv(columns: Readonly<Record<string, readonly unknown[]>>): string {
  const names = Object.keys(columns);
  const length = Object.values(columns)[0]?.length ?? 0;
  const field = (value: unknown) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = Array.from({ length }, (_, row) => names.map((name) => field(columns[name]?.[row])).join(","));
  return `${[names.map(field).join(","), ...lines].join("\n")}\n`;
}
