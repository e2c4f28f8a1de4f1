import type { ConceptDrift } from "../evidence/performance-evidence.ts";
import { formatNumber } from "../report/format-number.ts";
import { formatShares } from "../report/format-share.ts";
import type { Change } from "./change-detector.ts";

const NAMES = { "page-hinkley": "Page-Hinkley", adwin: "ADWIN" } as const satisfies Record<
  ConceptDrift["method"],
  string
>;

/** One sentence: "Page-Hinkley: the share of errors rose from 10 % to 25 % some 45 rows before row 5,048 of 10,000". */
export function describeConcept({
  method,
  rows,
  alarm,
  unit,
}: {
  readonly method: ConceptDrift["method"];
  readonly rows: number;
  readonly alarm: { readonly row: number; readonly change: Change } | undefined;
  readonly unit: "errors" | "losses";
}): string {
  const what = unit === "errors" ? "the share of errors" : "the mean loss";
  const all = formatNumber(rows, 0);
  if (alarm === undefined) return `${NAMES[method]}: ${what} did not rise by more than chance over ${all} rows.`;
  const { change, row } = alarm;
  const [before, after] =
    unit === "errors"
      ? formatShares(change.before, change.after)
      : [formatNumber(change.before), formatNumber(change.after)];
  const since = formatNumber(change.rows, 0);
  return `${NAMES[method]}: ${what} rose from ${before} to ${after} within the ${since} rows up to row ${formatNumber(row, 0)} of ${all}.`;
}
