import { familyOf, type KindFamily } from "../../core/dataset/kind-family.ts";
import { countAt, type Engine, type Row } from "../engine.ts";
import type { SourceColumn } from "./data-source.ts";
import type { SettledColumns } from "./settle-columns.ts";
import { alias, BATCH_NUMBER, type UnitedColumns } from "./unite-columns.ts";

/** Columns of all batches, the first of which is the number of the batch. */
export interface MergedColumns extends SettledColumns {
  /** Of each of the others, whether each batch has it. */
  readonly has: readonly (readonly boolean[])[];
}

/** One column for each name and kind. */
interface Merged {
  readonly name: string;
  readonly family: KindFamily;
  /** Places in `found`. */
  readonly places: number[];
  readonly has: boolean[];
}

/** Puts together what turned out to be of one kind; where a batch has nothing but nulls, it has the column as the others do. */
export async function mergeFound(
  engine: Engine,
  united: UnitedColumns,
  { columns, kept }: SettledColumns,
): Promise<MergedColumns> {
  const [number, ...settled] = columns;
  if (number === undefined) throw new TypeError("the batches are not numbered");
  const merged: Merged[] = [];
  for (const [place, { name, batches }] of united.found.entries()) {
    const family = familyOf(settled[place]?.kind ?? "other");
    const isSame = (one: Merged) => one.name === name && one.family === family && family !== "other";
    const same = merged.find(isSame);
    const into = same ?? { name, family, places: [], has: new Array<boolean>(united.batches).fill(false) };
    if (same === undefined) merged.push(into);
    into.places.push(place);
    for (const batch of batches) into.has[batch] = true;
  }
  await moveEmpty(engine, united, merged);
  const used = merged.filter(({ has }) => has.some((has) => has));
  const readings = kept?.columns ?? [];
  return {
    has: used.map(({ has }) => has),
    columns: [number, ...used.map((one) => mergeColumns(one, settled))],
    kept: kept && {
      ...kept,
      columns: [...readings.slice(0, 1), ...used.map((one) => mergeReadings(one, readings.slice(1)))],
    },
  };
}

async function moveEmpty(engine: Engine, { relation, batches }: UnitedColumns, merged: Merged[]): Promise<void> {
  const unclear = merged.filter((one) => merged.some((other) => other !== one && other.name === one.name));
  if (unclear.length === 0) return;
  const counts = unclear.map(
    ({ places }, index) => `${places.map((place) => `count(${alias(place)})`).join(" + ")} AS n${String(index)}`,
  );
  const rows = await engine.query(`SELECT ${BATCH_NUMBER}, ${counts.join(", ")} FROM ${relation} GROUP BY 1`);
  const byBatch = new Map(rows.map((row) => [countAt(row, BATCH_NUMBER), row]));
  for (const name of new Set(unclear.map((one) => one.name))) {
    const same = unclear.filter((one) => one.name === name);
    const hasValues = (one: Merged, batch: number) => valuesIn(byBatch.get(batch), unclear.indexOf(one)) > 0;
    const withValues = (one: Merged) => one.has.filter((has, batch) => has && hasValues(one, batch)).length;
    const main = same.reduce((best, one) => (withValues(one) > withValues(best) ? one : best));
    for (const one of same.filter((other) => other !== main)) {
      for (let batch = 0; batch < batches; batch += 1) {
        if (one.has[batch] !== true || hasValues(one, batch)) continue;
        one.has[batch] = false;
        main.has[batch] = true;
      }
    }
  }
}

function valuesIn(row: Row | undefined, index: number): number {
  return row === undefined ? 0 : countAt(row, `n${String(index)}`);
}

function mergeColumns({ name, places }: Merged, settled: readonly SourceColumn[]): SourceColumn {
  const own = places.flatMap((place) => settled[place] ?? []);
  const [first] = own;
  if (first === undefined) throw new TypeError(`column ${name} is in no batch`);
  if (own.length === 1) return { ...first, name };
  const isAll = (kind: SourceColumn["kind"]) => own.every((column) => column.kind === kind);
  const kind = first.kind === "integer" && !isAll("integer") ? "numeric" : first.kind;
  return { ...first, name, kind, different: undefined, ...mergeReadings({ places }, settled) };
}

/** Batches that do not have a column as one of these have NULL in it. */
function mergeReadings<Reading extends { readonly value: string; readonly raw: string }>(
  { places }: Pick<Merged, "places">,
  readings: readonly Reading[],
): { readonly value: string; readonly raw: string; readonly relation?: string | undefined } {
  const own = places.flatMap((place) => readings[place] ?? []);
  const [first] = own;
  if (own.length === 1 && first !== undefined) return first;
  const isThere = own.map(({ raw }) => `(${raw}) IS NOT NULL`).join(" OR ");
  return {
    value: `coalesce(${own.map(({ value }) => value).join(", ")})`,
    raw: `CASE WHEN ${isThere} THEN true END`,
  };
}
