import { familyOf } from "../../core/dataset/kind-family.ts";
import { countAt, type Engine } from "../engine.ts";
import { quoteIdentifier } from "../quote-sql.ts";
import { isMost, kindOfText } from "./choose-kind.ts";
import { countTexts, mayBeMore } from "./count-texts.ts";
import type { WantedKind } from "./data-source.ts";
import { wantedKind } from "./known-kinds.ts";
import { type SettledColumns, type Settling, settleColumns } from "./settle-columns.ts";
import { BATCH_NUMBER, type UnitedColumns } from "./unite-columns.ts";

/** With fewer batches there is no majority. */
const LEAST_BATCHES = 3;

/**
 * What the columns hold over all batches together; but a batch that is broken, with words where the others have numbers, must
 * not make words of all numbers: what most of the batches hold counts.
 */
export async function settleBatches(
  engine: Engine,
  united: UnitedColumns,
  settling: Settling,
): Promise<SettledColumns> {
  const settled = await settleColumns(engine, united, settling);
  const outvoted = await findOutvoted(engine, { united, settled, settling });
  if (outvoted.size === 0) return settled;
  await settled.kept?.close();
  return settleColumns(engine, united, { ...settling, wanted: new Map([...settling.wanted, ...outvoted]) });
}

interface Election {
  readonly united: UnitedColumns;
  readonly settled: SettledColumns;
  readonly settling: Settling;
}

/** Columns that were found to be strings, of which most batches hold something else. */
async function findOutvoted(engine: Engine, election: Election): Promise<ReadonlyMap<string, WantedKind>> {
  const { united, settled, settling } = election;
  const { kept, columns } = settled;
  const doubtful = united.columns.flatMap((column, index) => {
    const { name, holds, decimalComma = false } = column;
    const batches = united.found[index - 1]?.batches.length ?? 0;
    const isString = familyOf(columns[index]?.kind ?? "other") === "string";
    if (holds !== "anything" || settling.wanted.has(name) || !isString || batches < LEAST_BATCHES) return [];
    return [{ name, decimalComma, text: kept?.columns[index]?.value ?? quoteIdentifier(name) }];
  });
  const wanted = new Map<string, WantedKind>();
  const batch = kept?.columns[0];
  // Columns that lie in files of their own are not read beside each other again.
  if (doubtful.length === 0 || batch?.relation !== undefined) return wanted;
  const relation = kept?.relation ?? united.relation;
  const number = batch?.value ?? BATCH_NUMBER;
  const counts = doubtful.map(({ text }, at) => {
    const like = `count(CASE WHEN ${mayBeMore(text)} THEN 1 END)`;
    return `count(${text}) AS values_${String(at)}, ${like} AS like_${String(at)}`;
  });
  const rows = await engine.query(`SELECT ${number} AS batch, ${counts.join(", ")} FROM ${relation} GROUP BY 1`);
  for (const [at, { name, ...read }] of doubtful.entries()) {
    const filled = rows.filter((row) => countAt(row, `values_${String(at)}`) > 0);
    const alike = filled.filter((row) =>
      isMost(countAt(row, `like_${String(at)}`), countAt(row, `values_${String(at)}`)),
    );
    if (filled.length < LEAST_BATCHES || alike.length * 2 <= filled.length) continue;
    const numbers = alike.map((row) => String(countAt(row, "batch"))).join(", ");
    const some = `(SELECT * FROM ${relation} WHERE ${number} IN (${numbers}))`;
    const [counted] = await countTexts(engine, some, [read], "guess");
    const kind = counted === undefined ? "string" : kindOfText(counted.text);
    const other = kind === "string" ? undefined : wantedKind(kind);
    if (other !== undefined) wanted.set(name, other);
  }
  return wanted;
}
