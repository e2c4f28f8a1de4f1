import type { Calibration } from "../../core/performance/calibration.ts";
import { combineSpreads } from "../../core/performance/multiclass-spread.ts";
import type { ClassSpread, ReferenceSpread } from "../../core/performance/reference-spread.ts";
import { countAt, type Engine } from "../engine.ts";
import { quoteLiteral } from "../quote-sql.ts";
import { fitEstimator } from "./fit-estimator.ts";
import type { JudgedRows } from "./measure-windows.ts";

/** What the reference's labelled rows teach about one class against the rest. */
export interface FittedClass {
  /** Undefined: its scores are good as they are. */
  readonly calibration: Calibration | undefined;
  /** Smallest and greatest score of the reference. */
  readonly low: number;
  readonly high: number;
}

export interface FittedClasses {
  /** In the order of the classes. */
  readonly classes: readonly FittedClass[];
  readonly spread: ReferenceSpread;
}

/** Fits each class against the rest on a reference that has a score column and labels of all of them. */
export async function fitClasses(
  engine: Engine,
  classes: readonly string[],
  reference: JudgedRows,
  seed: number,
): Promise<FittedClasses> {
  const fitted: FittedClass[] = [];
  const spreads: ClassSpread[] = [];
  for (const name of classes) {
    // The reference's columns may stand in another order.
    const column = reference.columns.classScores.findIndex((score) => score.name === name);
    const is = (role: "label" | "prediction") => `${role} = ${quoteLiteral(name)}`;
    const rest = `(SELECT score_${String(column)} AS s, ${is("label")} AS y, ${is("prediction")} AS p FROM ${reference.rows})`;
    const { classSpread, calibration, low, high } = await fitEstimator(engine, rest, { rows: reference.count, seed });
    fitted.push({ calibration, low, high });
    spreads.push(classSpread);
  }
  const [row] = await engine.query(`SELECT count_if(label = prediction) AS correct FROM ${reference.rows}`);
  const right = row === undefined ? 0 : countAt(row, "correct");
  return { classes: fitted, spread: combineSpreads(spreads, { right, rows: reference.count }) };
}
