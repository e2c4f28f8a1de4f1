import type { ColumnImportance } from "../../src/core/drift/column-importance.ts";
import type { LedgerEntry, LedgerIndex } from "../../src/core/evidence/ledger-index.ts";
import { trainingBatchName } from "../../src/core/monitoring/batch-name.ts";
import { championAlias } from "../../src/core/registry/champion-alias.ts";
import type { ModelVersion } from "../../src/core/registry/registry.ts";
import { findHolder } from "../find-champion.ts";
import { readLedgerProfile } from "../validate-data/read-ledger-reference.ts";
import { type LedgerPart, originOf } from "./ledger-part.ts";
import type { LedgerSearch } from "./open-ledger.ts";
import type { DriftJob } from "./plan-drift.ts";
import { readImportance } from "./read-importance.ts";

/** What the champion learned from. */
export interface TrainingData {
  /** Oldest first; the whole as one where it was not counted in parts. */
  readonly parts: readonly LedgerPart[];
  /** When it became the champion. */
  readonly since: string;
  /** How much it looks at each column, where its training said so. */
  readonly importance: ColumnImportance | undefined;
}

/**
 * The data that the champion was trained on, found by the fingerprint that its version names. `undefined` where that leads
 * nowhere; a note says where it ended.
 */
export async function readTraining(
  job: DriftJob,
  search: LedgerSearch,
  index: LedgerIndex | undefined,
): Promise<TrainingData | undefined> {
  const { dataset, model } = search;
  const alias = championAlias(job.model ?? { environments: [] });
  const instead = `the newest accepted data of ${dataset} are the reference instead.`;
  const champion = await findHolder({ ...search, alias, notes: job.notes });
  if (champion === undefined) {
    job.notes.push(`No version of ${model} holds the alias ${alias} yet: ${instead}`);
    return undefined;
  }
  const { version, since } = champion;
  const name = `version ${String(version.version)} (${alias})`;
  const trained = version.lineage.data.filter((data) => data.name === dataset);
  if (trained.length === 0) {
    job.notes.push(`The record of ${name} names no data called ${dataset} that it was trained on: ${instead}`);
    return undefined;
  }
  const entries = findTrainingData(index, version, dataset);
  const [entry] = entries;
  if (entry === undefined) {
    job.notes.push(
      `The ledger has no data evidence of what ${name} was trained on (${trained[0]?.fingerprint ?? ""}): ${instead} Run validate-data on these data on the default branch.`,
    );
    return undefined;
  }
  if (entry.verdict === "fail") job.notes.push(`The data that ${name} was trained on had broken their contract.`);
  const parts = await readParts(search, entries, version.version);
  if (parts.length === 1) {
    job.notes.push(
      `The evidence of what ${name} was trained on does not have these data in parts, so they are one batch: run validate-data on them on the default branch again.`,
    );
  }
  return { parts, since, importance: await readImportance(search, version) };
}

/** Of the first document that has its data in parts, else the whole of the first one. */
async function readParts(
  { octokit, repository }: LedgerSearch,
  entries: readonly LedgerEntry[],
  version: number,
): Promise<readonly LedgerPart[]> {
  let whole: readonly LedgerPart[] = [];
  for (const entry of entries) {
    const document = await readLedgerProfile(octokit, repository, entry);
    const origin = originOf(document, entry, "training");
    if (document.parts.length > 0) {
      return document.parts.map(({ name, start, end, profile }) => {
        return { name: trainingBatchName(version, name), start, end, profile, origin };
      });
    }
    if (whole.length === 0) {
      whole = [{ name: `v${String(version)}`, profile: document.profile, origin }];
    }
  }
  return whole;
}

/**
 * Evidence of the default branch of the very data, best first: the document that the version names, then the newest. Whatever
 * their contract said: they are what the model knows. Evidence of pull requests is never a reference, though it may say the
 * same fingerprint.
 */
export function findTrainingData(
  index: LedgerIndex | undefined,
  { lineage }: Pick<ModelVersion, "lineage">,
  dataset: string,
): readonly LedgerEntry[] {
  const trained = lineage.data.filter(({ name }) => name === dataset);
  const usable = (index?.entries ?? []).filter(
    ({ kind, key, outcome, onDefaultBranch }) =>
      kind === "data" && key === dataset && outcome === "succeeded" && onDefaultBranch,
  );
  const named = usable.find(({ digest }) => trained.some(({ document }) => document === digest));
  const same = usable.find(({ fingerprint }) => trained.some((data) => data.fingerprint === fingerprint));
  return [...new Set([named, same].flatMap((entry) => entry ?? []))];
}
