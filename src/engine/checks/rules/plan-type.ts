import type { Demand, LogicalType } from "../../../core/dataset/contract.ts";
import { timestampOfText } from "../../data/column-value.ts";
import { quoteLiteral } from "../../quote-sql.ts";
import type { ColumnView } from "../column-view.ts";
import { notEvaluated } from "../outcome.ts";
import { type Figures, type PlanContext, type RulePlan, settled } from "../rule-plan.ts";
import { dateFormat } from "./date-format.ts";
import { planEach } from "./plan-each.ts";
import { typeFamily } from "./type-family.ts";

/** `true`: every value that can be read fits. A text: SQL that is true for a value that fits. `false`: none can fit. */
type Fit = boolean | string;

/**
 * The column holds the type. A Parquet file says which types it has; a text file is judged by its values. Whole numbers
 * in a column of doubles are whole numbers (that is how missing values come into them), and so are days in a column of
 * timestamps or of texts. The physical type is that of a database, so only its family counts, and only alone.
 */
export function planType(
  { logicalType, physicalType }: Extract<Demand, { kind: "type" }>,
  column: ColumnView,
  context: PlanContext,
): RulePlan {
  const demanded = logicalType ?? (physicalType === undefined ? undefined : typeFamily(physicalType));
  const expected = logicalType ?? physicalType ?? "any type";
  if (demanded === undefined) {
    return settled(notEvaluated(expected, `The type ${expected.slice(0, 60)} is not one that files have.`));
  }
  const fit = FITS[demanded](column, context);
  return fit === false ? planMisfit(expected, column) : planFit(expected, fit, column);
}

function planFit(expected: string, fit: string | true, column: ColumnView): RulePlan {
  const { source, raw, value, text, parsed } = column;
  const plan = planEach(column, {
    good: fit === true ? `${value} IS NOT NULL` : fit,
    expected,
    broken: `no ${expected}`,
    reason: `is not ${/^[aeio]/i.test(expected) ? "an" : "a"} ${expected}`,
    shown: parsed ? `CAST(${raw} AS VARCHAR)` : text,
  });
  if (parsed) return plan;
  return {
    ...plan,
    judge: (figures: Figures) => {
      const outcome = plan.judge(figures);
      return { ...outcome, actual: `${source.type} in the file; ${outcome.actual}` };
    },
  };
}

// A column of nulls has the type that its writer happened to choose: it contradicts nothing.
function planMisfit(expected: string, { source, raw }: ColumnView): RulePlan {
  const counts = ["count(*)", `count(${raw})`] as const;
  return {
    kind: "measured",
    aggregates: counts,
    judge: (figures) => {
      const all = figures(counts[0]) ?? 0;
      const values = figures(counts[1]) ?? 0;
      const onlyNulls = all > 0 && values === 0;
      return {
        verdict: onlyNulls ? "pass" : "fail",
        expected,
        actual: `${source.type} in the file${onlyNulls ? ", and only nulls" : ""}`,
        failing: { rows: values, of: values },
      };
    },
  };
}

const FITS: Readonly<Record<LogicalType, (column: ColumnView, context: PlanContext) => Fit>> = {
  string: ({ parsed, raw, source }) => (parsed ? `${raw} IS NOT NULL` : typeFamily(source.type) === "string"),
  number: ({ holds, parsed, source, value }) => {
    // A time of day is profiled as seconds; it is no number in the file.
    if (!parsed && typeFamily(source.type) !== "integer" && typeFamily(source.type) !== "number") return false;
    if (holds === "integer" || holds === "number") return true;
    return holds === "text" && parsed ? `TRY_CAST(${value} AS DOUBLE) IS NOT NULL` : false;
  },
  integer: ({ holds, parsed, value }) => {
    if (holds === "integer") return true;
    if (holds === "number") return `isfinite(${value}) AND ${value} = trunc(${value})`;
    return holds === "text" && parsed ? `regexp_full_match(trim(${value}), '[+-]?[0-9]+')` : false;
  },
  boolean: ({ holds, parsed, value }) => {
    if (holds === "boolean") return true;
    if (!parsed) return false;
    if (holds === "integer") return `${value} IN (0, 1)`;
    return holds === "text" ? `TRY_CAST(${value} AS BOOLEAN) IS NOT NULL` : false;
  },
  date: ({ holds, source, value }, context) => {
    if (typeFamily(source.type) === "date") return true;
    if (holds === "time") return `isfinite(${value}) AND ${value} = floor(${value} / 86400) * 86400`;
    return (
      holds === "text" &&
      dateFits(
        value,
        context,
        `regexp_full_match(${value}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') AND TRY_CAST(${value} AS DATE) IS NOT NULL`,
      )
    );
  },
  timestamp: ({ holds, parsed, source, value }, context) => {
    if (holds === "time") return parsed || typeFamily(source.type) === "timestamp";
    return holds === "text" && dateFits(value, context, `${timestampOfText(value)} IS NOT NULL`);
  },
  time: ({ holds, source, value }, context) => {
    if (typeFamily(source.type) === "time") return true;
    return holds === "text" && dateFits(value, context, `TRY_CAST(${value} AS TIME) IS NOT NULL`);
  },
  object: (column) => typeFamily(column.source.type) === "object" || jsonFits(column, "OBJECT"),
  array: (column) => typeFamily(column.source.type) === "array" || jsonFits(column, "ARRAY"),
};

// Where the contract gives the column a format, its dates are written in that.
function dateFits(value: string, { schema, rule }: PlanContext, otherwise: string): string {
  const column = rule.demand.kind === "type" ? rule.demand.column : undefined;
  for (const { demand } of schema.rules) {
    if (demand.kind !== "format" || demand.column !== column) continue;
    const format = dateFormat(demand.format);
    if (format !== undefined) return format(value);
  }
  return otherwise;
}

function jsonFits({ holds, value }: ColumnView, type: string): Fit {
  if (holds !== "text") return false;
  return `CASE WHEN json_valid(${value}) THEN json_type(${value}) = ${quoteLiteral(type)} ELSE false END`;
}
