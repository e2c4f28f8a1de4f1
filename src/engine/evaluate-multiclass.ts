import { meanEstimate, undefinedEstimate } from "../core/evaluation/estimates.ts";
import { multiclassLabelEstimates } from "../core/evaluation/label-estimates.ts";
import { type ClassRanking, macroRankingEstimate } from "../core/evaluation/macro-ranking.ts";
import { mergeMeans } from "../core/evaluation/mean-statistics.ts";
import type { MetricEstimate } from "../core/evidence/evaluation-evidence.ts";
import { countAt, type Engine, numberAt, textAt } from "./engine.ts";
import { type GroupEstimates, lossOf } from "./evaluate-binary.ts";
import type { EvaluationPlan, FileRows } from "./evaluation-plan.ts";
import { byGroup, groupingSets } from "./groups.ts";
import { queryMacroRanking } from "./query-macro-ranking.ts";
import { quoteLiteral } from "./quote-sql.ts";

/** Metrics of a multiclass evaluation by group key. */
export async function evaluateMulticlass(
  engine: Engine,
  plan: EvaluationPlan,
  file: FileRows,
): Promise<Map<string, GroupEstimates>> {
  const cells = await queryCells(engine, plan, file);
  const rankings = file.hasScores
    ? await queryMacroRanking(engine, plan, file.rows, [""])
    : new Map<string, ClassRanking[]>();
  const estimates = new Map<string, GroupEstimates>();
  for (const [key, group] of cells) {
    const rows = group.reduce((sum, cell) => sum + cell.rows, 0);
    const classes = [...new Set([...plan.classes, ...group.flatMap(({ label, prediction }) => [label, prediction])])];
    const scores = file.hasScores
      ? [macroRankingEstimate(plan.classes, rankings.get(key) ?? []), logLoss(group, plan, file)]
      : [];
    estimates.set(key, { rows, metrics: [...scores, ...multiclassLabelEstimates(group, classes)] });
  }
  return estimates;
}

/** Probability that was given to the row's own class; NULL where the class has no score column. */
export function ownScore({ classes }: EvaluationPlan, side = ""): string {
  const cases = classes.map((name, index) => `WHEN ${quoteLiteral(name)} THEN score_${String(index)}${side}`);
  return `CASE label ${cases.join(" ")} END`;
}

type Cell = Awaited<ReturnType<typeof queryCells>> extends Map<string, (infer Entry)[]> ? Entry : never;

function logLoss(cells: readonly Cell[], plan: EvaluationPlan, file: FileRows): MetricEstimate {
  if (!file.probabilities) {
    return undefinedEstimate("log-loss", "the scores are not within 0 and 1, so they are no probabilities");
  }
  const stranger = cells.find(({ label }) => !plan.classes.includes(label));
  if (stranger === undefined) return meanEstimate("log-loss", mergeMeans(cells.map(({ loss }) => loss)));
  return undefinedEstimate("log-loss", `a label has no score column: ${stranger.label.slice(0, 100)}`);
}

async function queryCells(engine: Engine, plan: EvaluationPlan, file: FileRows) {
  const { select, groupBy } = groupingSets(plan, ["label", "prediction"]);
  const loss = file.probabilities ? lossOf(ownScore(plan)) : "CAST(NULL AS DOUBLE)";
  const rows = await engine.query(
    `SELECT ${select}, label, prediction, count(*) AS rows, avg(loss) AS loss, var_pop(loss) AS loss_variance
     FROM (SELECT *, ${loss} AS loss FROM ${file.rows}) GROUP BY ${groupBy}`,
  );
  return byGroup(rows, (row) => {
    const count = countAt(row, "rows");
    return {
      label: textAt(row, "label") ?? "",
      prediction: textAt(row, "prediction") ?? "",
      rows: count,
      loss: {
        rows: count,
        mean: numberAt(row, "loss") ?? 0,
        sumOfSquares: count * (numberAt(row, "loss_variance") ?? 0),
      },
    };
  });
}
