import type { ChosenMetric } from "../config/project-config.ts";
import { findDifference } from "../gate/find-difference.ts";
import type { VersionFacts } from "../gate/gate-facts.ts";
import { pairVersions, type VersionPairing } from "../gate/pair-versions.ts";
import { indexNames, metricKeys } from "../report/find-value.ts";
import type { MeasuredValue } from "../report/model-report.ts";

/** One metric of a version, beside the version that holds the alias now. */
export interface VersionMetric {
  readonly name: string;
  readonly primary: boolean;
  readonly here: number | undefined;
  readonly there: number | undefined;
  /** `here` − `there`, in the metric's own unit; undefined where the two were not judged alike. */
  readonly difference: MeasuredValue | undefined;
  /** What a rule of the gate would compare; undefined where nothing holds the alias. */
  readonly pairing: VersionPairing | undefined;
}

/**
 * The metrics of a version, the configuration's first and in its order, as the gate pairs them with those of the version
 * that holds the alias now. Where it pairs nothing, both have the numbers that they were registered with.
 */
export function listVersionMetrics(
  here: VersionFacts,
  there: VersionFacts | undefined,
  wanted: readonly ChosenMetric[],
): readonly VersionMetric[] {
  return listNames(here, wanted)
    .map((name, index) => compareMetric(here, there, { name, primary: index === 0 }))
    .filter((metric) => metric.here !== undefined || metric.there !== undefined);
}

/** A version may have been registered with another spelling of what the configuration names. */
function listNames({ version }: VersionFacts, wanted: readonly ChosenMetric[]): readonly string[] {
  const names = [...wanted.map(({ name }) => name), ...Object.keys(version.metrics)];
  const known = new Set<string>();
  return names.filter((name) => {
    const keys = metricKeys(name);
    const fresh = !keys.some((key) => known.has(key));
    for (const key of keys) known.add(key);
    return fresh;
  });
}

function compareMetric(
  here: VersionFacts,
  there: VersionFacts | undefined,
  { name, primary }: Pick<VersionMetric, "name" | "primary">,
): VersionMetric {
  const own = registeredValue(here, name);
  if (there === undefined) {
    return { name, primary, here: own, there: undefined, difference: undefined, pairing: undefined };
  }
  const pairing = pairVersions(here, there, { metric: name, evaluation: undefined, again: true });
  const found = pairing.kind === "none" ? undefined : findDifference(pairing, name);
  // Of a champion that was judged again, what it was registered with is of other test data.
  const again = pairing.kind === "paired" && pairing.again;
  return {
    name,
    primary,
    here: found?.here ?? own,
    there: found?.there ?? (again ? undefined : registeredValue(there, name)),
    difference: found?.difference == null ? undefined : { value: found.difference, interval: found.interval },
    pairing,
  };
}

function registeredValue({ version }: VersionFacts, name: string): number | undefined {
  return indexNames(Object.entries(version.metrics), ([metric]) => metric)(name)?.[1];
}
