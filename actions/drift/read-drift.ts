import { withoutSecrets } from "../../src/core/dataset/remote-address.ts";
import { planLevel } from "../../src/core/drift/budget/plan-level.ts";
import type { DriftRequest } from "../../src/core/drift/detect-drift.ts";
import { traceFindings } from "../../src/core/drift/history/trace-findings.ts";
import type { DriftBudget, DriftCreep, DriftFinding } from "../../src/core/evidence/drift-evidence.ts";
import { type DatasetIdentity, formatFingerprint } from "../../src/core/evidence/run-evidence.ts";
import { windowName } from "../../src/core/monitoring/batch-name.ts";
import { clearedThresholds } from "../../src/core/monitoring/cleared-thresholds.ts";
import { CREEP_WINDOWS, detectCreep } from "../../src/core/monitoring/detect-creep.ts";
import { formatCount, formatQuantity } from "../../src/core/report/format-number.ts";
import type { WindowCounts } from "../../src/engine/data/row-window.ts";
import { type DatasetDrift, detectDatasetDrift } from "../../src/engine/detect-dataset-drift.ts";
import { withEngine } from "../../src/engine/with-engine.ts";
import { assertFetched } from "../../src/runner/datasets/assert-fetched.ts";
import { identifyData } from "../../src/runner/datasets/identify-data.ts";
import { createProgressLog } from "../../src/runner/progress-log.ts";
import { logLine } from "../../src/runner/workflow-commands.ts";
import { type FoundReference, findReference } from "./find-batches.ts";
import type { DriftJob } from "./plan-drift.ts";

export interface FoundDrift extends DatasetDrift {
  readonly found: FoundReference;
  readonly identity: DatasetIdentity | undefined;
  /** The slow comparison, where windows have joined the training data. */
  readonly creep: DriftCreep | undefined;
  /** Where the configuration has one: what the level comes from. */
  readonly budget: DriftBudget | undefined;
}

/** Everything that is found out. Throws what keeps the data from being compared. */
export async function readDrift(job: DriftJob): Promise<FoundDrift> {
  const { inputs, folder, plan, env, notes, window, bounds } = job;
  await assertFetched(inputs.current, folder);
  const name = job.key ?? inputs.model;
  const identified = identifyData({ name, paths: inputs.current }, folder, env);
  const found = await findReference(job, async () => {
    const { identity } = await identified;
    return identity === undefined ? undefined : formatFingerprint(identity);
  });
  const rule = planRule(job, found);
  const drift = await withEngine({ env, log: logLine }, (engine) =>
    detectDatasetDrift(engine, {
      current: {
        name: inputs.current.map(withoutSecrets).join(", "),
        paths: inputs.current,
        folder,
        ...(window === undefined || plan?.time === undefined ? {} : { window: { ...window, column: plan.time } }),
      },
      references: found.cut ?? found.batches.map(({ request }) => request),
      slices: job.model?.slices,
      shown: plan?.showCategories ?? [],
      options: {
        methods: inputs.methods,
        bounds,
        ...rule.options,
        ...(plan?.label === undefined ? {} : { roles: { label: [plan.label] } }),
        importance: found.importance,
      },
      onProgress: createProgressLog(logLine),
    }),
  );
  const { identity, note } = await identified;
  if (note !== undefined) notes.push(note);
  notes.push(...describeLeftOut(drift.current.source.window));
  const detection = { ...drift.detection, findings: tellSince(job, found, drift) };
  return { ...drift, detection, found, identity, creep: findCreep(job, found, drift), budget: rule.budget() };
}

/** The findings with since when; of a window that has no certain name nothing is said to begin in it. */
function tellSince({ at, isNamed, bounds }: DriftJob, found: FoundReference, drift: DatasetDrift): DriftFinding[] {
  const name = windowName(at);
  const traced = traceFindings(drift.detection.findings, {
    reference: drift.references,
    windows: found.windows,
    current: { name, profile: drift.current.profile },
    bounds,
  });
  return traced.map(({ since, ...finding }) => {
    return since === undefined || (since === name && !isNamed) ? finding : { ...finding, since };
  });
}

interface PlannedRule {
  readonly options: Pick<DriftRequest, "level" | "cleared">;
  /** Known once the rule has asked for its level. */
  readonly budget: () => DriftBudget | undefined;
}

/** The level that keeps the configuration's budget of false alarms, and what past windows have shown. */
function planRule({ model, at }: DriftJob, { monitoring, windows }: FoundReference): PlannedRule {
  const drift = model?.drift;
  if (drift === undefined) return { options: {}, budget: () => undefined };
  const cleared = monitoring === undefined ? [] : clearedThresholds(monitoring, windows, drift.alarm);
  const levelOf = planLevel(drift, at);
  if (levelOf === undefined) return { options: { cleared }, budget: () => undefined };
  let planned: ReturnType<typeof levelOf> | undefined;
  const level = (surprises: readonly number[]) => {
    planned = levelOf(surprises);
    return planned.level;
  };
  return { options: { cleared, level }, budget: () => planned?.budget };
}

/** A window that drifted by itself has not crept. */
function findCreep(
  { bounds }: DriftJob,
  { batches, training }: FoundReference,
  { references, current, detection }: DatasetDrift,
): DriftCreep | undefined {
  if (training === undefined || detection.verdict === "drift") return undefined;
  const windows = references.filter((_, index) => batches[index]?.origin.from === "window");
  return detectCreep({
    training,
    windows: windows.slice(1 - CREEP_WINDOWS).map(({ profile }) => profile),
    current: current.profile,
    options: { bounds },
  });
}

/** Nothing where every row is of the window. */
function describeLeftOut(counts: WindowCounts | undefined): string[] {
  if (counts === undefined) return [];
  const { before, after, timeless } = counts;
  const parts = [
    ...(before === 0 ? [] : [`${formatCount(before)} of earlier times`]),
    ...(after === 0 ? [] : [`${formatCount(after)} of later ones`]),
    ...(timeless === 0 ? [] : [`${formatCount(timeless)} without a time that can be read`]),
  ];
  if (parts.length === 0) return [];
  return [`${formatQuantity(before + after + timeless, "row")} not of the window left out: ${parts.join(", ")}.`];
}
