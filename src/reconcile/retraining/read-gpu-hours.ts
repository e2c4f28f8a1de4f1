import type { Retraining } from "../../core/retraining/retraining.ts";
import { readDocument, readEntries } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";

/** GPU hours that the model's retrainings used since the month began, UTC: time of each training times its GPUs, as its own evidence says. */
export async function readGpuHours(workplace: Workplace, { model, records }: Retraining): Promise<number> {
  const month = workplace.now().slice(0, 7);
  const ids = new Set(records.flatMap(({ runs }) => runs.flatMap(({ workflowRun }) => workflowRun?.id ?? [])));
  if (ids.size === 0) return 0;
  const entries = (await readEntries(workplace, model)).filter(
    ({ kind, reused, startedAt, workflowRun }) =>
      kind === "run" && reused === undefined && startedAt.startsWith(month) && ids.has(workflowRun.id),
  );
  let hours = 0;
  for (const entry of entries) {
    const predicate = (await readDocument(workplace, entry))?.statement.predicate;
    if (predicate?.schema !== "pawl.run/v1") continue;
    const { wallSeconds, gpus } = predicate.resources;
    hours += (wallSeconds * (gpus?.length ?? 0)) / 3600;
  }
  return hours;
}
