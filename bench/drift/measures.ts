import { clopperPearson } from "./clopper-pearson.ts";
import type { WrittenCase } from "./drift-case.ts";
import type { ToolVerdicts, Verdict } from "./verdict-file.ts";

/** So many of so many, with the exact 95 % interval. */
export interface Rate {
  readonly count: number;
  readonly total: number;
  /** Without cases there is none. */
  readonly interval: readonly [low: number, high: number] | undefined;
}

export function rateOf(outcomes: readonly boolean[]): Rate {
  const count = outcomes.filter(Boolean).length;
  const total = outcomes.length;
  return { count, total, interval: total === 0 ? undefined : clopperPearson(count, total) };
}

/** A case and what a tool said of it. */
export interface Judged {
  readonly written: WrittenCase;
  readonly verdict: Verdict;
}

/** The cases of which the tool said something. */
export function judgedCases(cases: readonly WrittenCase[], verdicts: ToolVerdicts): Judged[] {
  return cases.flatMap((written) => {
    const verdict = verdicts.get(written.id);
    return verdict === undefined || "failed" in verdict ? [] : [{ written, verdict }];
  });
}

/** Nothing has drifted. */
export function isStable({ written }: Judged): boolean {
  return written.truth.is === "stable";
}

/** A defect, judged once: later runs of one that lasts are counted by `runsToDetection` alone. */
export function isDefect({ written }: Judged): boolean {
  return written.truth.is === "defect" && !isLasting(written);
}

function isLasting({ id }: WrittenCase): boolean {
  return id.includes(" lasting ");
}

/** An alarm that names the right column; of repeated rows any alarm is right. */
export function isFound({ written: { truth }, verdict: { alarm, named } }: Judged): boolean {
  if (!alarm || truth.is === "stable") return false;
  if (truth.is === "changed" || truth.columns.length === 0) return true;
  return named.some((name) => truth.columns.includes(name));
}

/** Columns that are named and have nothing to do with the defect: the mean over its alarms. */
export function innocentColumns(judged: readonly Judged[]): number | undefined {
  const alarms = judged.filter((one) => isDefect(one) && one.verdict.alarm);
  if (alarms.length === 0) return undefined;
  const innocent = alarms.map(({ written: { truth }, verdict }) =>
    truth.is === "defect" ? verdict.named.filter((name) => !truth.columns.includes(name)).length : 0,
  );
  return innocent.reduce((sum, count) => sum + count, 0) / alarms.length;
}

/** The right column is among the named ones: of the alarms on defects of columns. */
export function namedRate(judged: readonly Judged[]): Rate {
  const alarms = judged.filter(
    (one) =>
      isDefect(one) && one.verdict.alarm && one.written.truth.is === "defect" && one.written.truth.columns.length > 0,
  );
  return rateOf(alarms.map(isFound));
}

/** The verdicts as they would be with another threshold: so many times the tool's own. */
export function withThreshold(judged: readonly Judged[], threshold: number): Judged[] {
  return judged.map(({ written, verdict }) => {
    const named = written.columns.filter((_, index) => (verdict.scores[index] ?? 0) >= threshold);
    return { written, verdict: { ...verdict, named, alarm: named.length > 0 } };
  });
}

/** The lowest threshold with which at most this share of the untouched cases alarms, in multiples of the tool's own. */
export function matchThreshold(untouched: readonly Judged[], share: number): number {
  const largest = untouched.map(({ verdict }) => Math.max(0, ...verdict.scores.map((score) => score ?? 0)));
  const sorted = largest.toSorted((a, b) => b - a);
  const allowed = Math.floor(share * sorted.length);
  // Just above the first one that may not alarm.
  return (sorted[allowed] ?? 0) * (1 + 1e-9);
}

/** In how many runs a defect that lasts was found, one entry for each; `undefined`: in none of those that were judged. */
export function runsToDetection(judged: readonly Judged[]): (number | undefined)[] {
  const sequences = new Map<string, Judged[]>();
  for (const one of judged) {
    if (!isLasting(one.written)) continue;
    const name = one.written.id.replace(/ \d+$/, "");
    sequences.set(name, [...(sequences.get(name) ?? []), one]);
  }
  return [...sequences.values()].map((runs) => {
    const found = runs.filter(isFound).map(({ written }) => written.run + 1);
    return found.length === 0 ? undefined : Math.min(...found);
  });
}
