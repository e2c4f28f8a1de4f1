import { meanDifference, noDifference, undefinedDifference } from "../core/evaluation/differences.ts";
import { labelDifferences } from "../core/evaluation/label-differences.ts";
import { mergeMeans } from "../core/evaluation/mean-statistics.ts";
import type { MetricDifference } from "../core/evidence/evaluation-evidence.ts";
import { countAt, type Engine, numberAt } from "./engine.ts";
import { lossOf } from "./evaluate-binary.ts";
import type { EvaluationPlan, FileRows } from "./evaluation-plan.ts";
import { byGroup, groupingSets } from "./groups.ts";
import { PAIRS } from "./join-predictions.ts";
import { queryPairedRanking } from "./query-paired-ranking.ts";

/** Differences on one group of rows. */
export interface GroupDifferences {
  readonly rows: number;
  readonly metrics: readonly MetricDifference[];
}

/** Differences of a binary evaluation by group key. */
export async function compareBinary(
  engine: Engine,
  plan: EvaluationPlan,
  here: FileRows,
  there: FileRows,
): Promise<Map<string, GroupDifferences>> {
  const scores = here.hasScores && there.hasScores;
  const cells = await queryCells(engine, plan, here.probabilities && there.probabilities);
  const rankings = scores ? await queryPairedRanking(engine, plan) : new Map<string, MetricDifference[]>();
  const differences = new Map<string, GroupDifferences>();
  for (const [key, group] of cells) {
    const rows = group.reduce((sum, cell) => sum + cell.rows, 0);
    const ranking = scores ? (rankings.get(key) ?? oneClass()) : [];
    const losses = here.probabilities && there.probabilities ? lossDifferences(group) : [];
    const labels = here.hasPredictions && there.hasPredictions ? labelDifferences(group, 2, true) : [];
    differences.set(key, { rows, metrics: orIdentical([...ranking, ...losses, ...labels], group, rows) });
  }
  return differences;
}

/** Where the two models answered every row alike, nothing is left to chance. */
export function orIdentical(
  metrics: readonly MetricDifference[],
  cells: readonly { readonly changed: number }[],
  rows: number,
): MetricDifference[] {
  if (cells.some(({ changed }) => changed > 0)) return [...metrics];
  return metrics.map((metric) =>
    metric.here === null ? metric : noDifference({ name: metric.name, here: metric.here, there: metric.here, rows }),
  );
}

type Cell = Awaited<ReturnType<typeof queryCells>> extends Map<string, (infer Entry)[]> ? Entry : never;

function oneClass(): MetricDifference[] {
  const reason = "the rows have one class only";
  return ["roc-auc", "pr-auc"].map((name) => undefinedDifference(name, null, null, reason));
}

function lossDifferences(cells: readonly Cell[]): MetricDifference[] {
  const named = { loss: "log-loss", brier: "brier" } as const;
  return (["loss", "brier"] as const).map((loss) => {
    const of = (side: "1" | "2" | "gap") => mergeMeans(cells.map((cell) => cell[loss][side]));
    return meanDifference(named[loss], of("1").mean, of("2").mean, of("gap"));
  });
}

async function queryCells(engine: Engine, plan: EvaluationPlan, probabilities: boolean) {
  const { select, groupBy } = groupingSets(plan, ["y", "p_1", "p_2"]);
  const loss = (side: string) =>
    probabilities ? lossOf(`CASE WHEN y THEN s_${side} ELSE 1 - s_${side} END`) : "CAST(NULL AS DOUBLE)";
  const brier = (side: string) =>
    probabilities ? `(CAST(y AS INTEGER) - s_${side}) * (CAST(y AS INTEGER) - s_${side})` : "CAST(NULL AS DOUBLE)";
  const moments = ["loss", "brier"].map(
    (name) =>
      `avg(${name}_1) AS ${name}_1, avg(${name}_2) AS ${name}_2, avg(${name}_1 - ${name}_2) AS ${name}_gap, var_pop(${name}_1 - ${name}_2) AS ${name}_variance`,
  );
  const rows = await engine.query(
    `SELECT ${select}, y, p_1, p_2, count(*) AS rows, ${moments.join(", ")},
       count_if(p_1 IS DISTINCT FROM p_2 OR s_1 IS DISTINCT FROM s_2) AS changed
     FROM (SELECT *, ${loss("1")} AS loss_1, ${loss("2")} AS loss_2, ${brier("1")} AS brier_1, ${brier("2")} AS brier_2 FROM ${PAIRS})
     GROUP BY ${groupBy}`,
  );
  return byGroup(rows, (row) => {
    const count = countAt(row, "rows");
    const mean = (column: string) => ({ rows: count, mean: numberAt(row, column) ?? 0, sumOfSquares: 0 });
    const of = (name: string) => ({
      "1": mean(`${name}_1`),
      "2": mean(`${name}_2`),
      gap: { ...mean(`${name}_gap`), sumOfSquares: count * (numberAt(row, `${name}_variance`) ?? 0) },
    });
    const number = (column: string) => (row[column] === true ? 1 : 0);
    return {
      label: number("y"),
      here: number("p_1"),
      there: number("p_2"),
      rows: count,
      changed: countAt(row, "changed"),
      loss: of("loss"),
      brier: of("brier"),
    };
  });
}
