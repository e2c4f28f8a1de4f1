import { meanDifference, undefinedDifference } from "../core/evaluation/differences.ts";
import { labelDifferences } from "../core/evaluation/label-differences.ts";
import { type ClassRanking, macroRankingDifference } from "../core/evaluation/macro-ranking.ts";
import { mergeMeans } from "../core/evaluation/mean-statistics.ts";
import type { MetricDifference } from "../core/evidence/evaluation-evidence.ts";
import { type GroupDifferences, orIdentical } from "./compare-binary.ts";
import { countAt, type Engine, numberAt, textAt } from "./engine.ts";
import { lossOf } from "./evaluate-binary.ts";
import { ownScore } from "./evaluate-multiclass.ts";
import type { EvaluationPlan, FileRows } from "./evaluation-plan.ts";
import { byGroup, groupingSets } from "./groups.ts";
import { PAIRS } from "./join-predictions.ts";
import { queryMacroRanking } from "./query-macro-ranking.ts";

/** Differences of a multiclass evaluation by group key. */
export async function compareMulticlass(
  engine: Engine,
  plan: EvaluationPlan,
  here: FileRows,
  there: FileRows,
): Promise<Map<string, GroupDifferences>> {
  const scores = here.hasScores && there.hasScores;
  const probabilities = here.probabilities && there.probabilities;
  const cells = await queryCells(engine, plan, scores, probabilities);
  const rankings = scores
    ? await queryMacroRanking(engine, plan, PAIRS, ["_1", "_2"])
    : new Map<string, ClassRanking[]>();
  const differences = new Map<string, GroupDifferences>();
  for (const [key, group] of cells) {
    const rows = group.reduce((sum, cell) => sum + cell.rows, 0);
    const seen = group.flatMap(({ label, here: mine, there: other }) => [label, mine, other]);
    const numbers = new Map([...new Set([...plan.classes, ...seen])].map((name, index) => [name, index]));
    const at = (name: string) => numbers.get(name) ?? 0;
    const joint = group.map((cell) => ({
      label: at(cell.label),
      here: at(cell.here),
      there: at(cell.there),
      rows: cell.rows,
    }));
    const metrics = [
      ...(scores ? [macroRankingDifference(plan.classes, rankings.get(key) ?? [])] : []),
      ...(probabilities ? [lossDifference(group, plan)] : []),
      ...labelDifferences(joint, numbers.size, false),
    ];
    differences.set(key, { rows, metrics: orIdentical(metrics, group, rows) });
  }
  return differences;
}

type Cell = Awaited<ReturnType<typeof queryCells>> extends Map<string, (infer Entry)[]> ? Entry : never;

function lossDifference(cells: readonly Cell[], { classes }: EvaluationPlan): MetricDifference {
  if (cells.some(({ label }) => !classes.includes(label))) {
    return undefinedDifference("log-loss", null, null, "a label has no score column");
  }
  const mean = (side: "lossHere" | "lossThere") =>
    mergeMeans(cells.map((cell) => ({ rows: cell.rows, mean: cell[side], sumOfSquares: 0 }))).mean;
  const gap = mergeMeans(cells.map((cell) => cell.gap));
  return meanDifference("log-loss", mean("lossHere"), mean("lossThere"), gap);
}

async function queryCells(engine: Engine, plan: EvaluationPlan, scores: boolean, probabilities: boolean) {
  const { select, groupBy } = groupingSets(plan, ["label", "prediction_1", "prediction_2"]);
  const loss = (side: string) => (probabilities ? lossOf(ownScore(plan, side)) : "CAST(NULL AS DOUBLE)");
  const changes = scores
    ? plan.classes.map((_, index) => ` OR score_${String(index)}_1 <> score_${String(index)}_2`).join("")
    : "";
  const rows = await engine.query(
    `SELECT ${select}, label, prediction_1, prediction_2, count(*) AS rows, avg(loss_1) AS loss_1, avg(loss_2) AS loss_2,
       var_pop(loss_1 - loss_2) AS variance, count_if(prediction_1 <> prediction_2${changes}) AS changed
     FROM (SELECT *, ${loss("_1")} AS loss_1, ${loss("_2")} AS loss_2 FROM ${PAIRS}) GROUP BY ${groupBy}`,
  );
  return byGroup(rows, (row) => {
    const count = countAt(row, "rows");
    const [lossHere, lossThere] = [numberAt(row, "loss_1") ?? 0, numberAt(row, "loss_2") ?? 0];
    return {
      label: textAt(row, "label") ?? "",
      here: textAt(row, "prediction_1") ?? "",
      there: textAt(row, "prediction_2") ?? "",
      rows: count,
      changed: countAt(row, "changed"),
      lossHere,
      lossThere,
      gap: { rows: count, mean: lossHere - lossThere, sumOfSquares: count * (numberAt(row, "variance") ?? 0) },
    };
  });
}
