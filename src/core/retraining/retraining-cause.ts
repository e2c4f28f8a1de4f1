import { createHash } from "node:crypto";
import type { RetrainPlan } from "../config/monitoring-plan.ts";
import type { Window, WindowScore } from "../monitoring/monitoring.ts";
import { type CountedSlot, listCountedSlots } from "./counted-slots.ts";
import { listFinalWindows } from "./final-windows.ts";
import { isPerformanceDrop } from "./performance-drop.ts";
import type { RetrainingCause } from "./retraining.ts";

const MAX_COLUMNS = 50;
const MAX_WINDOWS = 60;

/**
 * Why the model should be trained again, as its windows say; undefined: no reason. A drop of performance is one at once,
 * drift in `failed` of the last `of` slots.
 *
 * @param after Instant; older windows were decided about before.
 */
export function findCause(
  windows: readonly Window[],
  policy: Pick<RetrainPlan, "failed" | "of" | "performanceDrop">,
  after: string | undefined,
): RetrainingCause | undefined {
  return findDrop(windows, policy.performanceDrop, after) ?? findDrift(listCountedSlots(windows, after), policy);
}

function findDrop(
  windows: readonly Window[],
  bound: number | undefined,
  after: string | undefined,
): RetrainingCause | undefined {
  if (bound === undefined) return undefined;
  const newest = listFinalWindows(windows, after)[0];
  if (newest === undefined || !isPerformanceDrop(newest.performance, bound)) return undefined;
  const { metric, drop } = newest.performance;
  return {
    kind: "performance",
    fingerprint: fingerprintOf(["performance", metric]),
    columns: [],
    severity: (drop ?? 0) / bound,
    windows: [newest.slot],
  };
}

function findDrift(
  slots: readonly CountedSlot[],
  { failed, of }: Pick<RetrainPlan, "failed" | "of">,
): RetrainingCause | undefined {
  const failing = slots.slice(0, of).filter((slot) => slot.failed);
  if (failing.length < failed) return undefined;
  const changes = largestChanges(failing);
  return {
    kind: "drift",
    fingerprint: fingerprintOf(["drift", ...changes.map(({ column, aspect }) => `${column}\n${aspect}`).sort()]),
    columns: [...new Set(changes.map(({ column }) => column))].slice(0, MAX_COLUMNS),
    severity: changes[0]?.size ?? 0,
    windows: failing.map(({ slot }) => slot).slice(0, MAX_WINDOWS),
  };
}

interface Change {
  readonly column: string;
  readonly aspect: string;
  /** Largest effect, in units of its bound. */
  readonly size: number;
}

/**
 * What drifted, the largest first. Of several windows what all of them have in common: a column that was drawn in once by
 * chance would make every cause a new one.
 */
function largestChanges(slots: readonly CountedSlot[]): readonly Change[] {
  const bySlot = slots.map(({ windows }) => changesOf(windows.flatMap(({ scores }) => scores)));
  const all = new Map<string, Change>();
  for (const changes of bySlot) {
    for (const [key, change] of changes) {
      if (change.size > (all.get(key)?.size ?? -1)) all.set(key, change);
    }
  }
  const common = [...all].filter(([key]) => bySlot.every((changes) => changes.has(key)));
  const chosen = common.length > 0 ? common : [...all];
  return chosen
    .map(([, change]) => change)
    .sort((a, b) => b.size - a.size || a.column.localeCompare(b.column) || a.aspect.localeCompare(b.aspect));
}

function changesOf(scores: readonly WindowScore[]): ReadonlyMap<string, Change> {
  const found = new Map<string, Change>();
  for (const { column, aspect, effect, bound, verdict, structural } of scores) {
    if (verdict !== "drift" || structural) continue;
    const size = Math.abs(effect) / (bound > 0 ? bound : 1);
    const key = `${column}\n${aspect}`;
    if (size > (found.get(key)?.size ?? -1)) found.set(key, { column, aspect, size });
  }
  return found;
}

/** The cause of somebody who asked: no two are the same. */
export function causeOfPerson(
  { by, reason }: { readonly by: string; readonly reason: string | undefined },
  counter: number,
): RetrainingCause {
  return {
    kind: "person",
    fingerprint: fingerprintOf(["person", String(counter), by, reason ?? ""]),
    columns: [],
    severity: 0,
    windows: [],
    requestedBy: by,
    ...(reason === undefined ? {} : { reason }),
  };
}

function fingerprintOf(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts), "utf8").digest("hex");
}
