import { withoutSecrets } from "../../src/core/dataset/remote-address.ts";
import type { DatasetIdentity } from "../../src/core/evidence/run-evidence.ts";
import { formatCount, formatQuantity } from "../../src/core/report/format-number.ts";
import type { WindowCounts } from "../../src/engine/data/row-window.ts";
import { type DatasetDrift, detectDatasetDrift } from "../../src/engine/detect-dataset-drift.ts";
import { withEngine } from "../../src/engine/with-engine.ts";
import { assertFetched } from "../../src/runner/datasets/assert-fetched.ts";
import { identifyData } from "../../src/runner/datasets/identify-data.ts";
import { createProgressLog } from "../../src/runner/progress-log.ts";
import { logLine } from "../../src/runner/workflow-commands.ts";
import { type FoundBatch, findBatches } from "./find-batches.ts";
import type { DriftJob } from "./plan-drift.ts";

export interface FoundDrift extends DatasetDrift {
  readonly batches: readonly FoundBatch[];
  readonly identity: DatasetIdentity | undefined;
}

/** Everything that is found out. Throws what keeps the data from being compared. */
export async function readDrift(job: DriftJob): Promise<FoundDrift> {
  const { inputs, folder, plan, env, notes, window, bounds } = job;
  await assertFetched(inputs.current, folder);
  const batches = await findBatches(job);
  const name = job.key ?? inputs.model;
  const identified = identifyData({ name, paths: inputs.current }, folder, env);
  const drift = await withEngine({ env, log: logLine }, (engine) =>
    detectDatasetDrift(engine, {
      current: {
        name: inputs.current.map(withoutSecrets).join(", "),
        paths: inputs.current,
        folder,
        ...(window === undefined || plan?.time === undefined ? {} : { window: { ...window, column: plan.time } }),
      },
      references: batches.map(({ request }) => request),
      shown: plan?.showCategories ?? [],
      options: { methods: inputs.methods, bounds },
      onProgress: createProgressLog(logLine),
    }),
  );
  const { identity, note } = await identified;
  if (note !== undefined) notes.push(note);
  notes.push(...describeLeftOut(drift.current.source.window));
  return { ...drift, batches, identity };
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
