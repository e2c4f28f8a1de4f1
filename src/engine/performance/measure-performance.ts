import { PawlError } from "../../core/errors.ts";
import { toSafeText } from "../../core/evidence/limits.ts";
import type { PerformanceEvidence, PerformanceWindow } from "../../core/evidence/performance-evidence.ts";
import { estimatorError } from "../../core/performance/estimator-error.ts";
import { planWindows } from "../../core/performance/plan-windows.ts";
import type { Engine } from "../engine.ts";
import type { EvaluationPlan } from "../evaluation-plan.ts";
import { createEstimator } from "./create-estimator.ts";
import { demandRequest } from "./demand-request.ts";
import type { Estimator } from "./estimator.ts";
import { findPredictionDrift } from "./find-prediction-drift.ts";
import { joinServed } from "./join-served.ts";
import { dropAllKept } from "./keep-rows.ts";
import { judgeReference, loadReference } from "./load-reference.ts";
import { loadServed } from "./load-served.ts";
import { type CountedWindow, countWindows, type JudgedRows, measureWindow } from "./measure-windows.ts";
import { SCHEMA, TABLES } from "./names.ts";
import type { MeasurePerformance, PerformanceFound, PerformanceRequest } from "./performance-request.ts";
import { type LoadedTable, planPerformance } from "./plan-performance.ts";
import { watchConcept } from "./watch-concept.ts";

/**
 * How the serving model does on the windows of its predictions: measured where labels have arrived, estimated where not;
 * whether its errors grow, and whether its predictions have changed. Throws `PREDICTIONS_INVALID`, `INPUT_INVALID`.
 */
export const measurePerformance: MeasurePerformance = async (engine, request) => {
  demandRequest(request);
  await engine.execute(`CREATE SCHEMA ${SCHEMA}`);
  try {
    return await measure(engine, request);
  } finally {
    await engine.execute(`DROP SCHEMA ${SCHEMA} CASCADE`);
    await dropAllKept(engine);
  }
};

async function measure(engine: Engine, request: PerformanceRequest): Promise<PerformanceFound> {
  const bounds = request.windows === undefined ? undefined : planWindows(request.windows);
  const loaded = await loadServed(engine, request.predictions, request.columns, bounds);
  const notes = await joinServed(engine, request, loaded);
  if (bounds !== undefined && !loaded.hasTime)
    notes.push("The predictions have no time, so that all of them are one window.");
  const served: LoadedTable = { table: TABLES.served, columns: loaded.columns };
  const reference =
    request.reference === undefined ? undefined : await loadReference(engine, request, request.reference);
  const plan = await planPerformance(engine, request, served, reference);
  const windows = await countWindows(engine, request, loaded.hasTime ? bounds : undefined);
  const task = plan?.task ?? request.task;
  if (task === undefined) throw unknownTask(request);
  const predictionDrift = await findPredictionDrift(engine, request, {
    task,
    columns: loaded.columns,
    windows,
    reference,
  });
  if (plan === undefined) {
    const empty = windows.map((window) => toWindow(window, { metrics: [], estimated: [], concept: [] }));
    return { evidence: { task, windows: empty, notes: toNotes([...notes, NO_LABELS]) }, predictionDrift };
  }
  const name = request.reference?.file.name ?? "";
  const judged = reference === undefined ? undefined : await judgeReference(engine, plan, reference, name);
  const found = await judgeWindows(engine, request, { plan, columns: loaded.columns, windows, reference: judged });
  const positiveLabel = plan.task === "binary" ? { positiveLabel: toSafeText(plan.classes[1] ?? "", 200) } : {};
  const evidence: PerformanceEvidence = {
    task,
    ...positiveLabel,
    ...found,
    notes: toNotes([...notes, ...found.notes]),
  };
  return { evidence, predictionDrift };
}

interface JudgedQuestion {
  readonly plan: EvaluationPlan;
  readonly columns: LoadedTable["columns"];
  readonly windows: readonly CountedWindow[];
  readonly reference: (JudgedRows & { readonly name: string }) | undefined;
}

async function judgeWindows(
  engine: Engine,
  request: PerformanceRequest,
  question: JudgedQuestion,
): Promise<Pick<PerformanceEvidence, "estimator" | "windows" | "notes">> {
  const { plan, columns, windows, reference } = question;
  const { seed } = request;
  const notes: string[] = [];
  const estimator = await createEstimator(engine, { plan, columns, reference, seed });
  if (typeof estimator === "string") notes.push(estimator);
  const concept = await watchConcept(engine, { plan, columns, windows, reference, seed });
  const found: PerformanceWindow[] = [];
  let unusable = 0;
  for (const window of windows) {
    const measured = await measureWindow(engine, plan, columns, window);
    unusable += measured.unusable;
    const estimated = await estimate(estimator, window, notes);
    const { metrics } = measured;
    found.push(toWindow(window, { metrics, estimated, concept: concept.get(window.number) ?? [] }));
  }
  if (unusable > 0) notes.push(`Labelled rows without a prediction or score that can be judged: ${String(unusable)}.`);
  if (typeof estimator === "string") return { windows: found, notes };
  if ([...concept.values()].flat().some(({ detected }) => detected)) {
    notes.push("The errors grew: estimates without labels do not see that.");
  }
  return { estimator: { ...estimator.about, error: estimatorError(found) }, windows: found, notes };
}

async function estimate(
  estimator: Estimator | string,
  window: CountedWindow,
  notes: string[],
): Promise<PerformanceWindow["estimated"]> {
  if (typeof estimator === "string" || window.rows === 0) return [];
  const { metrics, note } = await estimator.estimate(window);
  if (note !== undefined) notes.push(`Window ${window.start ?? "of all rows"} has no estimate: ${note}.`);
  return metrics;
}

const NO_LABELS = "No row has a label yet, and without a reference nothing can be estimated.";

function toWindow(
  { number: _, ...window }: CountedWindow,
  found: Pick<PerformanceWindow, "metrics" | "estimated" | "concept">,
): PerformanceWindow {
  return { ...window, ...found };
}

function toNotes(notes: readonly string[]): string[] {
  return notes.slice(0, 50).map((note) => toSafeText(note, 500));
}

function unknownTask({ predictions }: PerformanceRequest): PawlError {
  return new PawlError({
    code: "PREDICTIONS_INVALID",
    message: `${predictions[0]?.name ?? "the predictions"}: no label has arrived, and nothing else says what kind of predictions these are`,
    hint: "Set `task` to binary, multiclass or regression.",
  });
}
