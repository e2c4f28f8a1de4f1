import type { ColumnView } from "../column-view.ts";
import { judgeRows } from "../outcome.ts";
import { type BadRowSearch, countRows, type MeasuredPlan } from "../rule-plan.ts";

export interface EachValue {
  /** SQL that is true where the value keeps the rule; false or NULL where it does not. */
  readonly good: string;
  readonly expected: string;
  /** What the others are, in the outcome. */
  readonly broken: string;
  /** What is wrong with a row that breaks the rule. */
  readonly reason: string;
  readonly counted?: BadRowSearch["counted"];
  /** The rule applies where this is not null; the column as it stands in the file if not given. */
  readonly present?: string;
  /** SQL of what is shown of a bad row. */
  readonly shown?: string;
}

/** A rule that every value has to keep; nulls are another rule's business. Good ones are counted, which costs least. */
export function planEach(
  { source, raw, text }: ColumnView,
  { good, expected, broken, reason, counted, present = raw, shown = text }: EachValue,
): MeasuredPlan {
  const counts = [`count(${present})`, countRows(good)] as const;
  return {
    kind: "measured",
    aggregates: counts,
    judge: (figures) => {
      const of = figures(counts[0]) ?? 0;
      return judgeRows(expected, of - (figures(counts[1]) ?? 0), of, broken);
    },
    badRows: {
      condition: `(${present} IS NOT NULL AND NOT coalesce(${good}, false))`,
      column: source.name,
      value: shown,
      reason,
      ...(counted === undefined ? {} : { counted }),
    },
  };
}
