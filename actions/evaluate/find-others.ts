import { resolve } from "node:path";
import type { FileIdentity } from "../../src/core/evidence/run-evidence.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { hashFile } from "../../src/runner/hash-file.ts";
import type { EvaluationJob } from "./plan-evaluation.ts";

/** Predictions of another model to compare with. */
export interface OtherPredictions {
  readonly against: "baseline" | "champion";
  readonly path: string;
  readonly name: string;
  readonly predictions: FileIdentity;
  /** The workflow handed the file in itself. */
  readonly given: boolean;
  /** Of a champion that was judged again: digest of its package. */
  readonly package?: string | undefined;
  readonly workflowRunId?: number | undefined;
  readonly commit?: string | undefined;
}

/** The baseline's and the champion's predictions, as far as there are any. Notes say what is missing, and why. */
export async function findOthers(job: EvaluationJob): Promise<readonly OtherPredictions[]> {
  const { inputs, notes } = job;
  const others: OtherPredictions[] = [];
  for (const against of ["baseline", "champion"] as const) {
    const choice = inputs[against];
    if (choice === "none") continue;
    if (choice !== "auto") others.push(await givenFile(job, against, choice));
    else {
      const found = await attempt(`Finding the ${against}`, notes, () => download(job, against), undefined);
      if (found !== undefined) others.push(found);
    }
  }
  return others;
}

async function givenFile(
  job: EvaluationJob,
  against: OtherPredictions["against"],
  choice: string,
): Promise<OtherPredictions> {
  const path = resolve(job.folder, choice);
  const identity = await hashFile(path).catch(() => ({ sha256: "0".repeat(64), bytes: 0 }));
  const judgedAgain = against === "champion" ? job.inputs["champion-package"] : undefined;
  return { against, path, name: choice, predictions: { path: choice, ...identity }, given: true, package: judgedAgain };
}

async function download(
  job: EvaluationJob,
  against: OtherPredictions["against"],
): Promise<OtherPredictions | undefined> {
  if (job.inputs["github-token"] === undefined) return undefined;
  // Loaded only here: GitHub's client takes longer to load than scoring a small file.
  if (against === "baseline") return (await import("./download-baseline.ts")).downloadBaseline(job);
  return (await import("./download-champion.ts")).downloadChampion(job);
}
