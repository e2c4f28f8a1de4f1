import { PawlError } from "../../src/core/errors.ts";
import type { EvaluationEvidence } from "../../src/core/evidence/evaluation-evidence.ts";
import { championAlias } from "../../src/core/registry/champion-alias.ts";
import type { NamedFile } from "../../src/engine/performance/performance-request.ts";
import { downloadEvaluated, readEvaluationOf } from "../evaluate/champion-evaluation.ts";
import { findChampion } from "../find-champion.ts";
import { createJobClient } from "../job-client.ts";
import type { DriftJob } from "./plan-drift.ts";

/** What the champion promised. */
export interface ChampionEvaluation {
  readonly evaluation: EvaluationEvidence;
  /** The predictions that were judged; `undefined` where they are gone. */
  readonly file: NamedFile | undefined;
}

/** The champion's evaluation and its predictions. `undefined` where there is none; a note says what is missing. */
export async function findChampionEvaluation(job: DriftJob, kept: string): Promise<ChampionEvaluation | undefined> {
  const { inputs, identity, env, notes } = job;
  const { model } = inputs;
  const octokit = createJobClient(inputs["github-token"], env);
  if (octokit === undefined) return undefined;
  const [owner = "", repo = ""] = identity.repository.split("/");
  const repository = { owner, repo };
  const alias = championAlias(job.model ?? { environments: [] });
  const version = await findChampion({ octokit, repository, model, alias, notes });
  const { evaluations = [] } = version?.lineage ?? {};
  const named = evaluations.find(({ key }) => key === undefined) ?? evaluations[0];
  if (version === undefined || named === undefined) {
    notes.push(`The ledger has no evaluation of a champion of ${model}, so its performance is compared with nothing.`);
    return undefined;
  }
  const name = `version ${String(version.version)} (${alias})`;
  const wanted = { model, key: named.key, "github-token": inputs["github-token"] };
  const search = { job: { inputs: wanted, identity, kept, env }, octokit, repository, version };
  const evaluation = await readEvaluationOf(search, named);
  if (evaluation === undefined) {
    notes.push(`The evaluation of ${name} is not on the ledger any more, so performance is compared with nothing.`);
    return undefined;
  }
  const { predictions } = evaluation;
  if (predictions === undefined) return { evaluation, file: undefined };
  const path = await orNote(notes, name, () => downloadEvaluated(search, { named, sha256: predictions.sha256 }));
  if (path === undefined) notes.push(`${GONE} ${name} cannot be had, so nothing is estimated without labels.`);
  return { evaluation, file: path === undefined ? undefined : { path, name: `predictions of ${name}` } };
}

const GONE = "The predictions that the evaluation judged of";

/** What the evaluation promised is known also where its predictions may not be read. */
async function orNote(
  notes: string[],
  name: string,
  download: () => Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    return await download();
  } catch (error) {
    const why = error instanceof PawlError ? error.message : "GitHub refused it";
    notes.push(
      `Downloading the predictions of ${name} failed: ${why}. The job needs the permission actions: read for that.`,
    );
    return undefined;
  }
}
