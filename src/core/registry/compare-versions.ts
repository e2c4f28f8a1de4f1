import type { ChosenMetric } from "../config/project-config.ts";
import type { Interval } from "../evidence/evaluation-evidence.ts";
import type { VersionFacts } from "../gate/gate-facts.ts";
import { findComparison } from "../report/find-comparison.ts";

/** One metric of two versions. */
export interface VersionMetric {
  readonly name: string;
  readonly primary: boolean;
  readonly here: number | undefined;
  readonly there: number | undefined;
  /** `here` − `there`, in the metric's own unit. */
  readonly difference: number | undefined;
  /** 95 %, paired; undefined where the two were not judged row by row. */
  readonly interval: Interval | undefined;
}

export interface VersionComparison {
  readonly metrics: readonly VersionMetric[];
  /** Why there is no paired comparison; undefined where there is one, and where there is nothing to compare with. */
  readonly unpaired: string | undefined;
  /** Rows that were joined. */
  readonly rows: number | undefined;
}

/**
 * A version held against the one that holds the alias now, in the configuration's order of metrics. Paired where the
 * evaluation compared itself with the very predictions that the ledger has of the other one.
 */
export function compareVersions(
  here: VersionFacts,
  there: VersionFacts | undefined,
  wanted: readonly ChosenMetric[],
): VersionComparison {
  const evaluation = ofVersion(here);
  const other = there === undefined ? undefined : ofVersion(there);
  const found =
    evaluation === undefined
      ? undefined
      : findComparison("champion", evaluation.document, other, there?.version.digest);
  const paired = found === undefined || found.kind === "none" ? undefined : found.comparison;
  const [primary] = wanted;
  const names = [...new Set([...wanted.map(({ name }) => name), ...Object.keys(here.version.metrics)])];
  const metrics = names.map((name) => {
    const left = here.version.metrics[name];
    const right = there?.version.metrics[name];
    const joint = paired?.metrics.find((metric) => metric.name === name);
    // Judged again: what the champion reached elsewhere is another number.
    const again = found?.kind === "again" ? (joint?.there ?? undefined) : right;
    const plain = left === undefined || right === undefined ? undefined : left - right;
    return {
      name,
      primary: name === primary?.name,
      here: left,
      there: found?.kind === "again" ? again : right,
      difference: joint?.difference ?? plain,
      interval: joint?.interval ?? undefined,
    };
  });
  const unpaired = there === undefined || paired !== undefined ? undefined : (whyOf(found) ?? "it has no evaluation");
  return {
    metrics: metrics.filter(({ here: left, there: right }) => left !== undefined || right !== undefined),
    unpaired,
    rows: paired?.rows.joined,
  };
}

/** Of a matrix the document without a key speaks for the version. */
function ofVersion({ evaluations }: VersionFacts) {
  return evaluations.find(({ document }) => document.key === undefined) ?? evaluations[0];
}

function whyOf(found: ReturnType<typeof findComparison> | undefined): string | undefined {
  return found?.kind === "none" ? found.why : undefined;
}
