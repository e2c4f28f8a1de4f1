import { familyOf } from "../../core/dataset/kind-family.ts";
import type { Engine } from "../engine.ts";
import { quoteIdentifier } from "../quote-sql.ts";
import { kindOfType } from "./column-value.ts";
import { describeRelation } from "./describe-relation.ts";
import type { OpenedFiles } from "./open-files.ts";
import type { FileColumn } from "./settle-columns.ts";

export const BATCH_NUMBER = "batch";

/** A column as some of the batches have it. */
export interface FoundColumn {
  readonly name: string;
  /** How those batches have it. */
  readonly as: string;
  readonly file: FileColumn;
  readonly batches: number[];
}

/** All batches as one relation. */
export interface UnitedColumns {
  readonly relation: string;
  /** The first one is the number of the batch, the others are those of `found`, each under a name of its own. */
  readonly columns: readonly FileColumn[];
  readonly found: readonly FoundColumn[];
  readonly batches: number;
}

/** One relation of all rows of all batches, in which each knows its batch. Columns are of one if they are read in one way. */
export async function uniteColumns(engine: Engine, batches: readonly OpenedFiles[]): Promise<UnitedColumns> {
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

/** What a found column is called in the relation. */
export function alias(index: number): string {
  return `c${String(index)}`;
}

/** Types of one kind are read as the widest of them. */
function howItIs({ type, holds, decimalComma }: FileColumn): string {
  if (holds !== "its type") return `${holds}${decimalComma === true ? " with commas" : ""}`;
  const kind = kindOfType(type);
  if (kind === "string") return "string";
  return kind === "other" ? type : familyOf(kind);
}
