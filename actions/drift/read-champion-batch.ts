import type { LedgerEntry, LedgerIndex } from "../../src/core/evidence/ledger-index.ts";
import { championAlias } from "../../src/core/registry/champion-alias.ts";
import type { ModelVersion } from "../../src/core/registry/registry.ts";
import { findChampion } from "../find-champion.ts";
import type { FoundBatch } from "./find-batches.ts";
import type { LedgerSearch } from "./open-ledger.ts";
import type { DriftJob } from "./plan-drift.ts";
import { readLedgerBatch } from "./read-ledger-batch.ts";

/**
 * The data that the champion was trained on, found by the fingerprint that its version names. `undefined` where that leads
 * nowhere; a note says where it ended.
 */
export async function readChampionBatch(
  job: DriftJob,
  search: LedgerSearch,
  index: LedgerIndex | undefined,
): Promise<FoundBatch | undefined> {
  const { dataset, model } = search;
  const alias = championAlias(job.model ?? { environments: [] });
  const instead = `the newest accepted data of ${dataset} are the reference instead.`;
  const champion = await findChampion({ ...search, alias, notes: job.notes });
  if (champion === undefined) {
    job.notes.push(`No version of ${model} holds the alias ${alias} yet: ${instead}`);
    return undefined;
  }
  const name = `version ${String(champion.version)} (${alias})`;
  const trained = champion.lineage.data.filter((data) => data.name === dataset);
  if (trained.length === 0) {
    job.notes.push(`The record of ${name} names no data called ${dataset} that it was trained on: ${instead}`);
    return undefined;
  }
  const entry = findTrainingData(index, champion, dataset);
  if (entry === undefined) {
    job.notes.push(
      `The ledger has no data evidence of what ${name} was trained on (${trained[0]?.fingerprint ?? ""}): ${instead} Run validate-data on these data on the default branch.`,
    );
    return undefined;
  }
  if (entry.verdict === "fail") job.notes.push(`The data that ${name} was trained on had broken their contract.`);
  return readLedgerBatch(search, entry, `${dataset} of ${name}`);
}

/**
 * The newest evidence of the default branch of the very data. Whatever their contract said: they are what the model knows.
 * Evidence of pull requests is never a reference, though it may say the same fingerprint.
 */
export function findTrainingData(
  index: LedgerIndex | undefined,
  { lineage }: Pick<ModelVersion, "lineage">,
  dataset: string,
): LedgerEntry | undefined {
  const trained = lineage.data.filter(({ name }) => name === dataset);
  const usable = (index?.entries ?? []).filter(
    ({ kind, key, outcome, onDefaultBranch }) =>
      kind === "data" && key === dataset && outcome === "succeeded" && onDefaultBranch,
  );
  return (
    usable.find(({ digest }) => trained.some(({ document }) => document === digest)) ??
    usable.find(({ fingerprint }) => trained.some((data) => data.fingerprint === fingerprint))
  );
}
