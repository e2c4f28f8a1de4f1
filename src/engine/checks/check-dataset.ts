import type { DatasetChecks, DatasetPlan } from "../../core/config/project-config.ts";
import type { Profile } from "../../core/dataset/profile.ts";
import type { DataSource } from "../data/data-source.ts";
import { readingSources } from "../data/reading-sources.ts";
import type { Engine } from "../engine.ts";
import type { CheckedData } from "./check-contract.ts";
import { checkClassBalance } from "./dataset/check-class-balance.ts";
import { checkConflictingLabels } from "./dataset/check-conflicting-labels.ts";
import { checkNewCategories } from "./dataset/check-new-categories.ts";
import { checkPredictiveColumn } from "./dataset/check-predictive-column.ts";
import { checkSkew } from "./dataset/check-skew.ts";
import { checkTrainTest } from "./dataset/check-train-test.ts";
import type { CheckName, DatasetCheckContext, DatasetCheckResult, Options } from "./dataset/dataset-check.ts";

export interface DatasetCheckRequest {
  readonly source: DataSource;
  readonly plan: DatasetPlan;
  /** Of this data, made on the frame of `reference` where there is one. */
  readonly profile: Profile;
  readonly reference?: Profile | undefined;
  /** Opens other data by a path of the configuration. */
  readonly open: (path: string) => Promise<DataSource>;
  /** How many rows that break a check are looked up; 20 if not given. */
  readonly badRows?: number;
  /** Rows that are grouped or joined at once: fewer need less memory, and more files. */
  readonly rowsOfPart?: number;
}

/** Every check that the configuration knows; one is on where the configuration has its key. */
const DATASET_CHECKS: {
  readonly [Name in CheckName]: (
    context: DatasetCheckContext,
    options: Options<Name>,
  ) => DatasetCheckResult | Promise<DatasetCheckResult>;
} = {
  "train-test": checkTrainTest,
  "predictive-column": checkPredictiveColumn,
  "conflicting-labels": checkConflictingLabels,
  "class-balance": checkClassBalance,
  "new-categories": checkNewCategories,
  skew: checkSkew,
};

/**
 * The checks of a dataset that its configuration asks for, in the order of the configuration's schema. Throws
 * `DATA_UNREADABLE` where the data, or other data that a check names, cannot be read.
 */
export async function checkDataset(
  engine: Engine,
  { source, plan, profile, reference, open, badRows = 20, rowsOfPart }: DatasetCheckRequest,
): Promise<CheckedData> {
  const sources: [DataSource, ...DataSource[]] = [source];
  const openOther = async (path: string): Promise<DataSource> => {
    const other = await open(path);
    sources.push(other);
    return other;
  };
  const context: DatasetCheckContext = {
    engine,
    source,
    plan,
    profile,
    reference,
    open: openOther,
    badRows,
    rowsOfPart,
  };
  const results: DatasetCheckResult[] = [];
  await readingSources(sources, async () => {
    for (const name of CHECK_NAMES) {
      const result = await runCheck(name, plan.checks, context);
      if (result !== undefined) results.push(result);
    }
  });
  return {
    checks: results.flatMap(({ checks }) => checks),
    badRows: results.flatMap(({ badRows: found }) => found ?? []).slice(0, badRows),
  };
}

const CHECK_NAMES = [
  "train-test",
  "predictive-column",
  "conflicting-labels",
  "class-balance",
  "new-categories",
  "skew",
] as const satisfies readonly CheckName[];

function runCheck<Name extends CheckName>(name: Name, checks: DatasetChecks, context: DatasetCheckContext) {
  const options: DatasetChecks[Name] = checks[name];
  return options === undefined ? undefined : DATASET_CHECKS[name](context, options);
}
