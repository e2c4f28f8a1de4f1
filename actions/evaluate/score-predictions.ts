import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../../src/core/evidence/evaluation-evidence.ts";
import { comparePredictions } from "../../src/engine/compare-predictions.ts";
import { evaluatePredictions, type PredictionsEvaluation } from "../../src/engine/evaluate-predictions.ts";
import { loadDuckDb } from "../../src/engine/load-duckdb.ts";
import { openEngine } from "../../src/engine/open-engine.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { logLine } from "../../src/runner/workflow-commands.ts";
import type { OtherPredictions } from "./find-others.ts";
import type { EvaluationJob } from "./plan-evaluation.ts";

export interface ScoredPredictions extends PredictionsEvaluation {
  readonly comparisons: readonly Comparison[];
}

/** Scores the predictions, and the difference to each of the others. Throws `PREDICTIONS_INVALID`, `ENGINE_UNAVAILABLE`. */
export async function scorePredictions(
  job: EvaluationJob,
  file: { readonly path: string; readonly name: string },
  others: Promise<readonly OtherPredictions[]>,
): Promise<ScoredPredictions> {
  const { inputs, env, slices, notes } = job;
  const temporaryFolder = mkdtempSync(join(env["RUNNER_TEMP"] ?? tmpdir(), "pawl-evaluate-"));
  const duckdb = await loadDuckDb({ env, from: import.meta.dirname, log: logLine });
  const engine = await openEngine({ duckdb, temporaryFolder });
  try {
    const columns = {
      id: inputs["id-column"],
      label: inputs["label-column"],
      prediction: inputs["prediction-column"],
      score: inputs["score-column"],
      classScores: inputs["score-columns"],
      slices,
    };
    const here = await evaluatePredictions(engine, {
      ...file,
      columns,
      task: inputs.task,
      positiveLabel: inputs["positive-label"],
      threshold: inputs.threshold,
    });
    const comparisons: Comparison[] = [];
    for (const other of await others) {
      const compare = async () => comparePredictions(engine, here, { ...other, columns });
      // A file that the workflow itself hands in must be right; one that was found need not be.
      const compared = other.given
        ? await compare()
        : await attempt(`Comparing with the ${other.against}`, notes, compare, undefined);
      if (compared !== undefined) comparisons.push(compared);
    }
    return { ...here, comparisons };
  } finally {
    engine.close();
    rmSync(temporaryFolder, { recursive: true, force: true });
  }
}
