import { regressionDifferences } from "../core/evaluation/regression-differences.ts";
import { type GroupDifferences, orIdentical } from "./compare-binary.ts";
import { countAt, type Engine, numberAt, type Row } from "./engine.ts";
import { meanAt, relativeErrorOf } from "./evaluate-regression.ts";
import type { EvaluationPlan } from "./evaluation-plan.ts";
import { byGroup } from "./groups.ts";
import { PAIRS } from "./join-predictions.ts";

/** Differences of a regression by group key. */
export async function compareRegression(engine: Engine, plan: EvaluationPlan): Promise<Map<string, GroupDifferences>> {
  const differences = new Map<string, GroupDifferences>();
  for (let column = -1; column < plan.slices.length; column++) {
    const groups = byGroup(await engine.query(statement(column)), (row) => row);
    for (const [key, [row]] of groups) {
      if (row === undefined) continue;
      const rows = countAt(row, "rows");
      const metrics = orIdentical(
        regressionDifferences(readErrors(row, rows)),
        [{ changed: countAt(row, "changed") }],
        rows,
      );
      differences.set(key, { rows, metrics });
    }
  }
  return differences;
}

function statement(column: number): string {
  const v = column < 0 ? "CAST(NULL AS VARCHAR)" : `slice_${String(column)}`;
  const filter = column < 0 ? "" : `WHERE ${v} IS NOT NULL`;
  const side = (n: string) =>
    `abs(y - p_${n}) AS absolute_${n}, ${relativeErrorOf("y", `p_${n}`)} AS relative_${n}, (y - p_${n}) * (y - p_${n}) AS squared_${n}`;
  const gap = (name: string) =>
    `avg(${name}_1) AS ${name}_1, avg(${name}_2) AS ${name}_2, avg(${name}_1 - ${name}_2) AS ${name}_gap, var_samp(${name}_1 - ${name}_2) AS ${name}_gap_variance`;
  return `
    WITH valued AS (SELECT ${v} AS v, y, p_1, p_2 FROM ${PAIRS} ${filter}),
    centres AS (SELECT v AS group_v, avg(y) AS centre FROM valued GROUP BY v),
    errors AS (
      SELECT v, p_1 <> p_2 AS differs, (y - centre) * (y - centre) AS spread, ${side("1")}, ${side("2")}
      FROM valued JOIN centres ON v IS NOT DISTINCT FROM group_v
    )
    SELECT ${String(column)} AS g, v, count(*) AS rows, count_if(differs) AS changed, ${gap("absolute")}, ${gap("relative")},
      avg(squared_1) AS here, avg(squared_2) AS there, avg(spread) AS spread,
      var_samp(squared_1) AS variance_here, var_samp(squared_2) AS variance_there, var_samp(spread) AS variance_spread,
      covar_samp(squared_1, squared_2) AS here_there, covar_samp(squared_1, spread) AS here_spread,
      covar_samp(squared_2, spread) AS there_spread
    FROM errors GROUP BY v`;
}

function readErrors(row: Row, rows: number) {
  const paired = (name: string) => ({
    here: countAt(row, `${name}_1`),
    there: countAt(row, `${name}_2`),
    gap: meanAt(row, `${name}_gap`, rows),
  });
  const moment = (column: string) => numberAt(row, column) ?? 0;
  return {
    rows,
    absolute: paired("absolute"),
    relative: paired("relative"),
    squared: {
      here: moment("here"),
      there: moment("there"),
      spread: moment("spread"),
      varianceHere: moment("variance_here"),
      varianceThere: moment("variance_there"),
      varianceSpread: moment("variance_spread"),
      hereThere: moment("here_there"),
      hereSpread: moment("here_spread"),
      thereSpread: moment("there_spread"),
    },
  };
}
