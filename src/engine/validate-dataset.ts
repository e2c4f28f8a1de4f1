import type { DatasetPlan } from "../core/config/project-config.ts";
import type { BadRow } from "../core/dataset/bad-row.ts";
import type { Check } from "../core/dataset/check.ts";
import type { ContractSchema } from "../core/dataset/contract.ts";
import { judgeChecks } from "../core/dataset/judge-checks.ts";
import type { Profile } from "../core/dataset/profile.ts";
import type { ProfiledBatch } from "../core/evidence/data-batches.ts";
import { nameParts } from "../core/monitoring/name-parts.ts";
import type { DataCut } from "../core/monitoring/plan-cut.ts";
import { rememberAnswers } from "./ask-once.ts";
import { checkContract } from "./checks/check-contract.ts";
import { checkDataset } from "./checks/check-dataset.ts";
import type { DataRequest, DataSource, KeptRows } from "./data/data-source.ts";
import { keepRows } from "./data/keep-rows.ts";
import { openData } from "./data/open-data.ts";
import { readingSources } from "./data/reading-sources.ts";
import type { Engine } from "./engine.ts";
import { openKnownData } from "./open-known-data.ts";
import { profileData } from "./profile/profile-data.ts";
import { profileParts } from "./profile-parts.ts";
import { type ShownCategories, shownCategories } from "./shown-categories.ts";

export interface ValidationRequest {
  readonly data: DataRequest;
  readonly plan: DatasetPlan;
  readonly contract: ContractSchema | undefined;
  /** Earlier data: the new profile stands on its frame, and is compared with it where a check asks for that. */
  readonly reference: Profile | undefined;
  /** ISO 8601, UTC: what freshness is counted to. */
  readonly now: string;
  /** How many bad rows to look for. */
  readonly badRows: number;
  /** Opens other data that a check names, by its path in the configuration. */
  readonly openOther: (path: string) => Promise<DataRequest>;
  /** Into which parts the rows are counted as well, by the profile of the whole; none unless given. */
  readonly planCut?: ((profile: Profile) => DataCut | undefined) | undefined;
  /** Names of all categories stay in the profile: for a terminal only. */
  readonly showAll?: boolean | undefined;
  readonly onProgress?: ((progress: { done: number; total: number; what: string }) => void) | undefined;
}

export interface DatasetValidation {
  readonly source: DataSource;
  readonly profile: Profile;
  /** Oldest first, on the frame of the whole; none where it is not cut. */
  readonly parts: readonly ProfiledBatch[];
  /** Those of the contract first. */
  readonly checks: readonly Check[];
  readonly badRows: readonly BadRow[];
  readonly verdict: "pass" | "fail" | "inconclusive";
}

/** Reads a dataset and judges it. Throws `DATA_UNREADABLE` where the data cannot be read. */
export async function validateDataset(given: Engine, request: ValidationRequest): Promise<DatasetValidation> {
  const engine = rememberAnswers(given);
  const { data, contract, reference } = request;
  const source = await openKnownData(engine, data, { contract, reference });
  // The profile and the contract count the same rows: what has to be parsed is parsed once for both.
  const kept = source.parsed ? await readingSources([source], () => takeRows(engine, source)) : undefined;
  try {
    return await judgeSource(engine, request, source, kept);
  } finally {
    await kept?.close();
  }
}

async function takeRows(engine: Engine, source: DataSource): Promise<KeptRows> {
  return source.takeKept?.() ?? keepRows(engine, source.relation, source.columns, source.files);
}

async function judgeSource(
  engine: Engine,
  request: ValidationRequest,
  source: DataSource,
  kept: KeptRows | undefined,
): Promise<DatasetValidation> {
  const { plan, contract, reference, now, badRows, onProgress } = request;
  const showCategories: ShownCategories =
    request.showAll === true
      ? new Map(source.columns.map(({ name }) => [name, "all"]))
      : shownCategories(plan, contract);
  const profiled = kept === undefined ? source : { ...source, takeKept: () => ({ ...kept, close: leaveOpen }) };
  const profile = await profileData(engine, profiled, {
    showCategories,
    ...(reference === undefined ? {} : { frame: reference }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const parts = await countParts(engine, request, { source, kept, profile, showCategories });
  const options = { now, badRows, profile, kept };
  const ofContract = contract === undefined ? NOTHING : await checkContract(engine, source, contract, options);
  const ofConfiguration = await checkDataset(engine, {
    source,
    plan,
    profile,
    reference,
    badRows,
    open: async (path) => openData(engine, await request.openOther(path)),
  });
  await source.verifyUnchanged();
  const checks = [...ofContract.checks, ...ofConfiguration.checks];
  return {
    source,
    profile,
    parts,
    checks,
    badRows: [...ofContract.badRows, ...ofConfiguration.badRows].slice(0, badRows),
    verdict: judgeChecks(checks),
  };
}

interface CountedSource {
  readonly source: DataSource;
  readonly kept: KeptRows | undefined;
  readonly profile: Profile;
  readonly showCategories: ShownCategories;
}

async function countParts(
  engine: Engine,
  { planCut }: ValidationRequest,
  { source, kept, profile, showCategories }: CountedSource,
): Promise<readonly ProfiledBatch[]> {
  const cut = planCut?.(profile);
  if (cut === undefined) return [];
  const { profiles } = await profileParts(engine, source, { cut, frame: profile, showCategories, kept });
  return nameParts(cut, profiles);
}

const leaveOpen = () => Promise.resolve();
const NOTHING: { readonly checks: readonly Check[]; readonly badRows: readonly BadRow[] } = { checks: [], badRows: [] };
