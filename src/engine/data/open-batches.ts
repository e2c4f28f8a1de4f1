import { familyOf, type KindFamily } from "../../core/dataset/kind-family.ts";
import { countAt, type Engine, type Row } from "../engine.ts";
import { quoteIdentifier } from "../quote-sql.ts";
import { kindOfType } from "./column-value.ts";
import type { DataRequest, DataSource, KeptRows, SourceColumn, WantedKind } from "./data-source.ts";
import { describeRelation } from "./describe-relation.ts";
import { explainDataError } from "./explain-data-error.ts";
import { wantedKind } from "./known-kinds.ts";
import { takeOnce } from "./open-data.ts";
import { type OpenedFiles, openFiles } from "./open-files.ts";
import { type FileColumn, settleColumns } from "./settle-columns.ts";

/** Several batches as one source, each row of which knows its batch. */
export interface OpenedBatches {
  /** Its first column is the number of the batch. A column that batches have as different kinds is there once for each. */
  readonly source: DataSource;
  /** Of each of the other columns of the source, whether each batch has it. */
  readonly has: readonly (readonly boolean[])[];
}

export const BATCH_NUMBER = "batch";

/**
 * Opens batches of one kind of data: each may have other files, formats and columns. What a column without types holds is
 * settled over all batches together, so that one in which it is empty, or happens to be whole numbers, is no exception.
 * Throws `DATA_UNREADABLE`.
 */
export async function openBatches(
  engine: Engine,
  requests: readonly DataRequest[],
  known: ReadonlyMap<string, WantedKind>,
): Promise<OpenedBatches> {
  const batches: OpenedFiles[] = [];
  for (const request of requests) batches.push(await openFiles(engine, request));
  const [first] = batches;
  if (first === undefined) throw new TypeError("there are no batches");
  const name = batches.length === 1 ? first.name : `${first.name} and ${String(batches.length - 1)} more`;
  const files = batches.flatMap((batch) => batch.files);
  const parsed = batches.some((batch) => batch.parsed);
  try {
    const united = await uniteColumns(engine, batches);
    const settled = await settleColumns(engine, united, {
      wanted: wantedKinds(united.columns, united.found, known),
      parsed: parsed ? files : undefined,
    });
    const { columns, has } = await mergeFound(engine, united, settled);
    return {
      has,
      source: {
        name,
        format: first.format,
        files,
        columns: columns.source,
        relation: united.relation,
        parsed,
        takeKept: takeOnce(columns.kept),
        verifyUnchanged: async () => {
          for (const { verifyUnchanged } of batches) await verifyUnchanged();
        },
      },
    };
  } catch (error) {
    throw explainDataError(error, { name, files });
  }
}

/** A column as some of the batches have it. */
interface FoundColumn {
  readonly name: string;
  /** How those batches have it. */
  readonly as: string;
  readonly file: FileColumn;
  readonly batches: number[];
}

interface UnitedColumns {
  readonly relation: string;
  /** The first one is the number of the batch, the others are those of `found`, each under a name of its own. */
  readonly columns: readonly FileColumn[];
  readonly found: readonly FoundColumn[];
  readonly batches: number;
}

async function uniteColumns(engine: Engine, batches: readonly OpenedFiles[]): Promise<UnitedColumns> {
  const found: FoundColumn[] = [];
  for (const [number, { opened }] of batches.entries()) {
    for (const file of opened.columns) {
      const as = howItIs(file);
      const same = found.find((column) => column.name === file.name && column.as === as);
      if (same === undefined) found.push({ name: file.name, as, file, batches: [number] });
      else same.batches.push(number);
    }
  }
  const parts = batches.map(({ opened }, number) => {
    const has = (column: FoundColumn) => column.batches.includes(number);
    const columns = found.map(
      (column, index) => `${has(column) ? quoteIdentifier(column.name) : "NULL"} AS ${alias(index)}`,
    );
    return `SELECT ${[`${String(number)} AS ${BATCH_NUMBER}`, ...columns].join(", ")} FROM ${opened.relation}`;
  });
  const relation = `(${parts.join(" UNION ALL ")})`;
  // The widest of the types of those batches.
  const types = await describeRelation(engine, relation);
  return {
    relation,
    columns: types.map(({ name, type }, index) => {
      const file = found[index - 1]?.file;
      return file === undefined ? { name, type, holds: "its type" } : { ...file, name, type };
    }),
    found,
    batches: batches.length,
  };
}

function alias(index: number): string {
  return `c${String(index)}`;
}

/** Types of one kind are read as the widest of them. */
function howItIs({ type, holds, decimalComma }: FileColumn): string {
  if (holds !== "its type") return `${holds}${decimalComma === true ? " with commas" : ""}`;
  const kind = kindOfType(type);
  if (kind === "string") return "string";
  return kind === "other" ? type : familyOf(kind);
}

/** What has no types is read as other batches have it, or as it was known before. */
function wantedKinds(
  [, ...columns]: readonly FileColumn[],
  found: readonly FoundColumn[],
  known: ReadonlyMap<string, WantedKind>,
): ReadonlyMap<string, WantedKind> {
  const wanted = new Map<string, WantedKind>();
  for (const [index, { name, holds }] of columns.entries()) {
    const column = found[index];
    if (column === undefined || holds === "its type") continue;
    const typed = found.findIndex((other) => other.name === column.name && other.file.holds === "its type");
    const type = columns[typed]?.type;
    const kind = known.get(column.name) ?? (type === undefined ? undefined : wantedKind(kindOfType(type)));
    if (kind !== undefined) wanted.set(name, kind);
  }
  return wanted;
}

interface Settled {
  readonly columns: readonly SourceColumn[];
  readonly kept: KeptRows | undefined;
}

interface MergedColumns {
  readonly columns: { readonly source: readonly SourceColumn[]; readonly kept: KeptRows | undefined };
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
async function mergeFound(engine: Engine, united: UnitedColumns, { columns, kept }: Settled): Promise<MergedColumns> {
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
  const source = [number, ...used.map((one) => mergeColumns(one, settled))];
  const keptColumns = kept?.columns.slice(1);
  return {
    has: used.map(({ has }) => has),
    columns: {
      source,
      kept:
        kept === undefined || keptColumns === undefined
          ? undefined
          : {
              ...kept,
              columns: [...kept.columns.slice(0, 1), ...used.map((one) => mergeReadings(one, keptColumns))],
            },
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
