import type { DriftFinding, DriftVerdict } from "../evidence/drift-evidence.ts";
import { toSafeText } from "../evidence/limits.ts";
import type { AspectWords } from "./aspect-series.ts";
import { FEW_BATCHES, LEAST_BATCHES } from "./calibrate/few-batches.ts";
import type { DriftAspectName } from "./drift-aspect-name.ts";
import type { JudgedAspect } from "./judge-surprises.ts";
import { noiseFloor, rowsNeeded } from "./rows-needed.ts";

/** A finding before it is put into words, which only those that are told are. */
export interface JudgedFinding {
  readonly columns: readonly string[];
  readonly aspect: DriftAspectName;
  /** Never negative. */
  readonly effect: number;
  readonly verdict: DriftVerdict;
  /** Of an inconclusive one: what there is too little of. */
  readonly lacks?: "rows" | "batches";
  /** Says that there are too few rows to tell of the column: too few for a main aspect of it. */
  readonly untold: boolean;
  /** Noise from which on it cannot be told. */
  readonly enough: number;
  readonly numbers: Pick<
    DriftFinding,
    "bound" | "floor" | "before" | "after" | "p1" | "p2" | "signal" | "material" | "rowsNeeded"
  >;
  readonly describe: () => AspectWords;
}

/**
 * The verdict on one aspect: what alarms is drift; what is more than chance may be, but few batches do not tell; nor do few
 * rows tell of what they cannot show.
 *
 * @param aspects Number of them in the run.
 * @param rows All rows of the current data, whether they have a value or not.
 */
export function toJudgedFinding(
  judged: JudgedAspect,
  { aspects, suspicious, rows }: { readonly aspects: number; readonly suspicious: number; readonly rows: number },
): JudgedFinding {
  const { series, signal } = judged;
  const { columns, aspect, facts, batches } = series;
  const entry = series.effects.length - 1;
  const floor = noiseFloor(facts);
  const { verdict, lacks, untold = false } = judgeAspect(judged, floor, { aspects, suspicious, entry });
  const enough = untold ? enoughOf(series) : facts.bound;
  const needed = lacks === "rows" ? rowsNeeded(facts, enough, rows) : undefined;
  return {
    columns,
    aspect,
    untold,
    enough,
    effect: Math.abs(series.effects[entry] ?? 0),
    verdict,
    ...(lacks === undefined ? {} : { lacks }),
    numbers: {
      bound: facts.bound,
      floor,
      ...(facts.before === undefined ? {} : { before: facts.before }),
      ...(facts.after === undefined ? {} : { after: facts.after }),
      p1: series.p1[entry] ?? 1,
      p2: batches < LEAST_BATCHES ? null : (series.p2[entry] ?? 1),
      signal,
      material: series.material[entry] ?? false,
      ...(needed === undefined ? {} : { rowsNeeded: needed }),
    },
    describe: series.describe,
  };
}

interface JudgeContext {
  readonly aspects: number;
  readonly suspicious: number;
  readonly entry: number;
}

function judgeAspect(
  { series, signal, alarm }: JudgedAspect,
  floor: number,
  { aspects, suspicious, entry }: JudgeContext,
): Pick<JudgedFinding, "verdict" | "lacks"> & Partial<Pick<JudgedFinding, "untold">> {
  if (alarm) return { verdict: "drift" };
  const material = series.material[entry] === true;
  const p1 = series.p1[entry] ?? 1;
  // Bonferroni's: with few batches only what is beyond doubt asks for more of them.
  const isCertain = series.batches < LEAST_BATCHES ? signal : p1 <= suspicious / aspects;
  if (material && series.batches < FEW_BATCHES && isCertain) return { verdict: "inconclusive", lacks: "batches" };
  if (series.main && floor > enoughOf(series)) return { verdict: "inconclusive", lacks: "rows", untold: true };
  const isSuspect = material && p1 <= suspicious;
  if (isSuspect && floor > series.facts.bound) return { verdict: "inconclusive", lacks: "rows" };
  return { verdict: "stable" };
}

function enoughOf({ facts: { bound, enough = bound } }: JudgedAspect["series"]): number {
  return enough;
}

/** A change that no sample of the same data can show: it is drift whatever the reference is. */
export function certainFinding(column: string, aspect: "column" | "kind", words: string): JudgedFinding {
  return {
    columns: [column],
    aspect,
    effect: 1,
    verdict: "drift",
    untold: false,
    enough: 1,
    numbers: { bound: 1, floor: 0, p1: 0, p2: null, signal: true, material: true },
    describe: () => ({ words }),
  };
}

/** The finding in words. */
export function toDriftFinding({ columns, aspect, effect, verdict, numbers, describe }: JudgedFinding): DriftFinding {
  const { words, rescaled, histogram } = describe();
  const bars = verdict === "stable" ? "" : (histogram?.() ?? "");
  return {
    columns: [...columns],
    aspect,
    effect,
    ...numbers,
    verdict,
    words: toSafeText(words, 500),
    ...(rescaled === undefined ? {} : { rescaled }),
    ...(bars === "" ? {} : { histogram: bars }),
  };
}
