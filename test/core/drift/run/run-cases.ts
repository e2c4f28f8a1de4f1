import { alignColumns } from "../../../../src/core/drift/align-columns.ts";
import { nameBatch, profileTables, type Table } from "../build-batches.ts";
import { createRandom } from "../random.ts";

// The data of fixtures/run-tests.py, built again: the same draws.

const ROWS = 400;

export interface RunCase {
  readonly seed: number;
  readonly batches: number;
  /** By which all columns move from one batch to the next, and now besides, in standard deviations. */
  readonly slope: number;
  readonly jump: number;
}

export function buildRun({ seed, batches, slope, jump }: RunCase) {
  const tables = Array.from({ length: batches + 1 }, (_, time) =>
    draw(seed * 1000 + time, slope * time + (time === batches ? jump : 0), time === batches ? jump : 0),
  );
  return profileRun(tables);
}

/** Profiles of tables, of which the last is the current one. */
export function profileRun(tables: readonly Table[]) {
  const { reference: profiles, current } = profileTables(tables.slice(0, -1), tables.at(-1) ?? {});
  const reference = profiles.map((profile, batch) => ({ name: nameBatch(batch), profile }));
  return { reference, current, aligned: alignColumns(reference, current) };
}

function draw(seed: number, moved: number, jump: number): Table {
  const { uniform, normal } = createRandom(seed);
  const by = Array.from({ length: 4 }, () => 0.15 * normal() + moved);
  const missing = 0.03 * (1 + uniform()) + 0.1 * jump;
  const table = { a: [] as number[], b: [] as number[], c: [] as (number | null)[], grade: [] as string[] };
  for (let row = 0; row < ROWS; row += 1) {
    const [a = 0, b = 0, c = 0] = by.slice(0, 3).map((by) => Math.floor(1000 * (normal() + by) + 0.5) / 1000);
    table.a.push(a);
    table.b.push(b);
    table.c.push(uniform() < missing ? null : c);
    const grade = Math.floor(-2 * Math.log(1 - uniform()) + (by[3] ?? 0) + 0.5);
    table.grade.push("ABCDEFGHIJ"[Math.max(0, Math.min(9, grade))] ?? "A");
  }
  return table;
}
