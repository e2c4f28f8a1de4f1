import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PawlError } from "../../src/core/errors.ts";
import { formatPredictionsName } from "../../src/core/evidence/names.ts";
import { parseStatement } from "../../src/core/evidence/statement.ts";
import { logLine } from "../../src/runner/workflow-commands.ts";
import type { EvaluationJob } from "./plan-evaluation.ts";

export interface PredictionsFile {
  readonly path: string;
  readonly name: string;
  /** The workflow run that made it, where that is an earlier one. */
  readonly reused?: number;
}

/**
 * The predictions to judge: the file that the input names, or, where train reused an earlier run and so wrote none, the
 * ones that the earlier workflow run uploaded. Throws `INPUT_INVALID`, `NOT_FOUND`, or
 * `ARTIFACT_REFUSED` where they are not the ones that the ledger names.
 */
export async function findPredictions(job: EvaluationJob): Promise<PredictionsFile> {
  const { inputs, folder } = job;
  const reused = inputs.command === undefined ? reusedWorkflowRun(job) : undefined;
  if (reused !== undefined) {
    const { checkPredictions, downloadPredictions } = await import("./download-predictions.ts");
    const path = await downloadPredictions(job, { workflowRunId: reused, into: "reused" });
    if (path !== undefined) {
      await checkPredictions(job, { workflowRunId: reused, path });
      logLine(`Train reused workflow run ${String(reused)}: its predictions are judged.`);
      job.notes.push(`The predictions are those of the reused workflow run ${String(reused)}.`);
      return { path, name: formatPredictionsName(inputs.model, inputs.key), reused };
    }
    job.notes.push(`Train reused workflow run ${String(reused)}, but its predictions are gone.`);
  }
  if (inputs.predictions !== undefined) return { path: resolve(folder, inputs.predictions), name: inputs.predictions };
  throw new PawlError({
    code: "INPUT_INVALID",
    message: 'input "predictions" is missing',
    hint: "Give the file with the predictions, like predictions.csv.",
  });
}

/** What the train action left in the kept folder of this very workflow run. */
function reusedWorkflowRun({ kept, notes }: EvaluationJob): number | undefined {
  const file = join(kept, "run.json");
  if (!existsSync(file)) return undefined;
  try {
    const { predicate } = parseStatement(readFileSync(file), file);
    return predicate.schema === "pawl.run/v1" ? predicate.reused?.workflowRunId : undefined;
  } catch (error) {
    notes.push(`The evidence of train could not be read: ${error instanceof Error ? error.message.slice(0, 200) : ""}`);
    return undefined;
  }
}
