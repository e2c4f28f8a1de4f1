import { suggestName } from "../../config/suggest-name.ts";
import type { CountBound, Demand } from "../contract.ts";
import type { QualityDocument } from "./contract-document.ts";
import { describeBound } from "./describe-bound.ts";
import { joinSome } from "./join-some.ts";
import type { ReadDemands } from "./quality-rules.ts";
import { readBounds } from "./read-bounds.ts";
import { readValues } from "./read-values.ts";
import type { TableContext } from "./table-context.ts";

const METRICS = ["nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"] as const;
type Metric = (typeof METRICS)[number];

/** Names before v3.1. Their examples leave the operator out where none may be found. */
const OLD_RULES: ReadonlyMap<string, Metric> = new Map([
  ["nullCheck", "nullValues"],
  ["nullCount", "nullValues"],
  ["missingCount", "missingValues"],
  ["validValues", "invalidValues"],
  ["invalidCount", "invalidValues"],
  ["duplicateCheck", "duplicateValues"],
  ["duplicateCount", "duplicateValues"],
  ["uniqueCheck", "duplicateValues"],
  ["unique", "duplicateValues"],
  ["countCheck", "rowCount"],
]);

const NONE: CountBound = { operator: "mustBe", values: [0], unit: "rows" };

/** What a metric of the standard's library demands. */
export function libraryDemands(quality: QualityDocument, table: TableContext, column: string | undefined): ReadDemands {
  const named = quality.metric ?? quality.rule;
  if (named === undefined) return refuse(`It has no metric: ${METRICS.join(", ")} are known.`);
  const old = quality.metric === undefined ? OLD_RULES.get(named) : undefined;
  const metric = METRICS.find((known) => known === named) ?? old;
  if (metric === undefined) {
    const suggestion = suggestName(named, METRICS);
    const hint = suggestion === undefined ? `${METRICS.join(", ")} are.` : `Did you mean ${suggestion}?`;
    return refuse(`The metric ${named.slice(0, 60)} is not known. ${hint}`);
  }
  const read = readBounds(quality, old !== undefined && metric !== "rowCount" ? NONE : undefined);
  if ("reason" in read) return refuse(read.reason);
  const build = readMetric(metric, quality, table, column);
  if ("reason" in build) return build;
  if (metric === "rowCount" && read.bounds.some(({ unit }) => unit === "percent")) {
    return refuse("A number of rows has no percentage.");
  }
  return {
    demands: read.bounds.map((bound) => ({
      demand: build.demand(bound),
      title: `${build.what}: ${describeBound(bound)}`,
    })),
  };
}

type Build = { readonly what: string; readonly demand: (bound: CountBound) => Demand };

function readMetric(
  metric: Metric,
  quality: QualityDocument,
  table: TableContext,
  column: string | undefined,
): Build | ReturnType<typeof refuse> {
  if (metric === "rowCount") return { what: "Rows", demand: (bound) => ({ kind: "row-count", bound }) };
  if (metric === "duplicateValues") return readDuplicates(quality, table, column);
  if (column === undefined) return refuse(`${metric} is about one property, and this rule stands outside of them.`);
  if (metric === "nullValues") {
    return { what: `Nulls in ${column}`, demand: (bound) => ({ kind: "null-count", column, bound }) };
  }
  return metric === "missingValues" ? readMissing(quality, column) : readInvalid(quality, column);
}

function readMissing(quality: QualityDocument, column: string): Build | ReturnType<typeof refuse> {
  const given = quality.arguments?.["missingValues"] ?? [];
  if (!Array.isArray(given)) return refuse("arguments.missingValues has to be a list.");
  const missing: (string | null)[] = readValues(given);
  if (given.includes(null)) missing.push(null);
  return {
    what: `Missing values of ${column}`,
    demand: (bound) => ({ kind: "missing-count", column, missing, bound }),
  };
}

function readInvalid(quality: QualityDocument, column: string): Build | ReturnType<typeof refuse> {
  const values = quality.arguments?.["validValues"] ?? quality.validValues;
  const pattern = quality.arguments?.["pattern"];
  if (values !== undefined && !Array.isArray(values)) return refuse("arguments.validValues has to be a list.");
  if (pattern !== undefined && typeof pattern !== "string") return refuse("arguments.pattern has to be text.");
  if (values === undefined && pattern === undefined) {
    return refuse("It does not say what is valid: arguments.validValues or arguments.pattern does.");
  }
  const allowed = values === undefined ? undefined : readValues(values);
  return {
    what: `Invalid values of ${column}`,
    demand: (bound) => ({ kind: "invalid-count", column, allowed, pattern, bound }),
  };
}

function readDuplicates(
  quality: QualityDocument,
  table: TableContext,
  column: string | undefined,
): Build | ReturnType<typeof refuse> {
  const given = quality.arguments?.["properties"];
  if (given === undefined || given === null) {
    if (column === undefined) return refuse("It names no columns: arguments.properties does.");
    return duplicatesOf([column]);
  }
  const names: readonly unknown[] = Array.isArray(given) ? given : [given];
  const columns: string[] = [];
  for (const name of names) {
    const found = typeof name === "string" ? table.columns.get(name) : undefined;
    if (found === undefined) {
      const suggestion = typeof name === "string" ? suggestName(name, [...table.columns.keys()]) : undefined;
      const hint = suggestion === undefined ? "" : ` Did you mean ${suggestion}?`;
      return refuse(`arguments.properties names ${String(name).slice(0, 60)}, which is not a property here.${hint}`);
    }
    columns.push(found);
  }
  return columns.length === 0 ? refuse("arguments.properties is empty.") : duplicatesOf([...new Set(columns)]);
}

function duplicatesOf(columns: readonly string[]): Build {
  return {
    what: `Duplicates of ${joinSome(columns)}`,
    demand: (bound) => ({ kind: "duplicate-count", columns, bound }),
  };
}

function refuse(reason: string) {
  return { reason, ours: true as const };
}
