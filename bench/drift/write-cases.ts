import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDuckDb } from "../../src/engine/load-duckdb.ts";
import type { Base, DriftCase, WrittenCase } from "./drift-case.ts";
import { type Flights, readFlights } from "./flights.ts";
import { describeCase, drawCurrent, type OpenBase, openBase } from "./open-base.ts";
import { createParquetWriter, type ParquetWriter } from "./parquet-writer.ts";

/** A case with its files: a folder with one for each reference batch, oldest first by name, and the one to judge. */
export interface CaseFiles {
  readonly written: WrittenCase;
  readonly reference: string;
  readonly current: string;
}

/** Files whose change makes other cases. */
const GENERATOR = ["defects", "draws", "flights", "list-cases", "open-base", "parquet-writer", "simulation", "table"];

/** `PAWL_BENCH_DATA`, or a folder beside the temporary files; another one for each state of the generator. */
function casesFolder(): string {
  const hash = createHash("sha256");
  for (const name of GENERATOR) hash.update(readFileSync(join(import.meta.dirname, `${name}.ts`)));
  const root = process.env["PAWL_BENCH_DATA"] ?? tmpdir();
  return join(root, `pawl-bench-drift-${hash.digest("hex").slice(0, 12)}`);
}

/** Writes the files that are not there. Cases whose table cannot have the defect are left out. */
export async function writeCases(cases: readonly DriftCase[], log: (line: string) => void): Promise<CaseFiles[]> {
  const folder = casesFolder();
  await mkdir(folder, { recursive: true });
  const byBase = new Map<Base, DriftCase[]>();
  for (const one of cases) byBase.set(one.base, [...(byBase.get(one.base) ?? []), one]);
  const missing = [...byBase].filter(([, members]) => members.some(({ id }) => !existsSync(caseFile(folder, id))));
  if (missing.length > 0) {
    const flights = missing.some(([{ source }]) => source === "flights") ? await readFlights() : undefined;
    const duckdb = await loadDuckDb({ env: process.env, from: import.meta.dirname, log });
    const writer = await createParquetWriter(duckdb);
    try {
      for (const [index, [base, members]] of missing.entries()) {
        if (index % 50 === 0) log(`cases: ${String(index)} of ${String(missing.length)} references written`);
        await writeBase(folder, base, members, writer, flights);
      }
    } finally {
      writer.close();
    }
  }
  return cases.flatMap((one) => {
    const text = readFileSync(caseFile(folder, one.id), "utf8");
    // Written by this program, in a folder named after its own state.
    const written = JSON.parse(text) as WrittenCase | null;
    return written === null ? [] : [{ written, ...pathsOf(folder, one) }];
  });
}

function fileName(id: string): string {
  return id.replaceAll(" ", "_");
}

function caseFile(folder: string, id: string): string {
  return join(folder, "cases", `${fileName(id)}.json`);
}

function pathsOf(folder: string, { id, base }: DriftCase): { reference: string; current: string } {
  return {
    reference: join(folder, "references", base.name),
    current: join(folder, "current", `${fileName(id)}.parquet`),
  };
}

async function writeBase(
  folder: string,
  base: Base,
  cases: readonly DriftCase[],
  writer: ParquetWriter,
  flights: Flights | undefined,
): Promise<void> {
  const opened = openBase(base, () => {
    if (flights === undefined) throw new Error("flights were not read");
    return flights;
  });
  for (const name of ["cases", "current", "references"]) await mkdir(join(folder, name), { recursive: true });
  await writeReference(join(folder, "references", base.name), base, opened, writer);
  const older = opened.batch(0);
  for (const one of cases) {
    const drawn = drawCurrent(one, opened);
    if (drawn !== undefined) await writer.write(drawn.table, pathsOf(folder, one).current);
    const written = drawn === undefined ? null : describeCase(one, drawn.truth, older, drawn.table);
    // Last, so that a case that was cut off is made again.
    await writeFile(caseFile(folder, one.id), JSON.stringify(written));
  }
}

async function writeReference(path: string, base: Base, { batch }: OpenBase, writer: ParquetWriter): Promise<void> {
  if (existsSync(path) && readdirSync(path).length === base.batches) return;
  const part = `${path}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  for (let index = 0; index < base.batches; index += 1)
    await writer.write(batch(index), join(part, `${String(index).padStart(3, "0")}.parquet`));
  await rename(part, path);
}
