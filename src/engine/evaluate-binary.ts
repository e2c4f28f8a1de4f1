import type { ConfusionCell } from "../core/evaluation/class-tallies.ts";
import { binaryLabelEstimates } from "../core/evaluation/label-estimates.ts";
import { mergeMeans } from "../core/evaluation/mean-statistics.ts";
import { scoreEstimates } from "../core/evaluation/score-estimates.ts";
import type { MetricEstimate } from "../core/evidence/evaluation-evidence.ts";
import { allEnded } from "./all-ended.ts";
import { countAt, type Engine, numberAt } from "./engine.ts";
import type { EvaluationPlan, FileRows } from "./evaluation-plan.ts";
import { byGroup, groupingSets } from "./groups.ts";
import { queryRanking } from "./query-ranking.ts";

/** What one statement computes for one group of rows. */
export interface GroupEstimates {
  readonly rows: number;
  readonly metrics: readonly MetricEstimate[];
}

/** Clipped as scikit-learn does, to the rounding unit of a double. */
export const CLIP = "CAST(2.220446049250313e-16 AS DOUBLE)";

/** −ln of a probability. */
export function lossOf(probability: string): string {
  return `-ln(least(greatest(${probability}, ${CLIP}), 1 - ${CLIP}))`;
}

/** Metrics of a binary evaluation by group key. */
export async function evaluateBinary(
  engine: Engine,
  plan: EvaluationPlan,
  file: FileRows,
): Promise<Map<string, GroupEstimates>> {
  const [rankings, cells] = await allEnded(
    file.hasScores
      ? queryRanking(engine, plan, { rows: file.rows, y: "y", s: "s" })
      : Promise.resolve(new Map<string, never>()),
    queryCells(engine, plan, file),
  );
  const estimates = new Map<string, GroupEstimates>();
  for (const [key, group] of cells) {
    const rows = group.reduce((sum, cell) => sum + cell.rows, 0);
    const scores = file.hasScores
      ? scoreEstimates({
          rows,
          ranking: rankings.get(key),
          probabilities: file.probabilities
            ? { logLoss: mergeMeans(group.map(({ loss }) => loss)), brier: mergeMeans(group.map(({ brier }) => brier)) }
            : undefined,
        })
      : [];
    const labels = file.hasPredictions ? binaryLabelEstimates(confusion(group, plan), plan.classes) : [];
    estimates.set(key, { rows, metrics: [...scores, ...labels] });
  }
  return estimates;
}

type Cell = Awaited<ReturnType<typeof queryCells>> extends Map<string, (infer Entry)[]> ? Entry : never;

function confusion(cells: readonly Cell[], { classes }: EvaluationPlan): ConfusionCell[] {
  const name = (positive: boolean) => classes[positive ? 1 : 0] ?? "";
  return cells.map(({ y, p, rows }) => ({ label: name(y), prediction: name(p), rows }));
}

async function queryCells(engine: Engine, plan: EvaluationPlan, file: FileRows) {
  const { select, groupBy } = groupingSets(plan, ["y", "p"]);
  const loss = file.probabilities ? lossOf("CASE WHEN y THEN s ELSE 1 - s END") : "CAST(NULL AS DOUBLE)";
  const brier = file.probabilities ? "(CAST(y AS INTEGER) - s) * (CAST(y AS INTEGER) - s)" : "CAST(NULL AS DOUBLE)";
  const rows = await engine.query(
    `SELECT ${select}, y, p, count(*) AS rows, avg(loss) AS loss, var_pop(loss) AS loss_variance,
       avg(brier) AS brier, var_pop(brier) AS brier_variance
     FROM (SELECT *, ${loss} AS loss, ${brier} AS brier FROM ${file.rows}) GROUP BY ${groupBy}`,
  );
  return byGroup(rows, (row) => {
    const count = countAt(row, "rows");
    const moments = (column: string) => ({
      rows: count,
      mean: numberAt(row, column) ?? 0,
      sumOfSquares: count * (numberAt(row, `${column}_variance`) ?? 0),
    });
    return { y: row["y"] === true, p: row["p"] === true, rows: count, loss: moments("loss"), brier: moments("brier") };
  });
}
