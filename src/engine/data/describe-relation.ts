import { type Engine, textAt } from "../engine.ts";

export interface DescribedColumn {
  readonly name: string;
  readonly type: string;
}

/** Names and types of a relation's columns, in their order. */
export async function describeRelation(engine: Engine, relation: string): Promise<DescribedColumn[]> {
  const rows = await engine.query(`DESCRIBE SELECT * FROM ${relation}`);
  return rows.map((row) => ({ name: textAt(row, "column_name") ?? "", type: textAt(row, "column_type") ?? "" }));
}
