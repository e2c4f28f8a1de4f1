import type { Demand } from "../contract.ts";
import type { QualityDocument } from "./contract-document.ts";
import { describeBound } from "./describe-bound.ts";
import { fillPlaceholders, listPlaceholders } from "./fill-placeholders.ts";
import { libraryDemands } from "./library-demands.ts";
import { mapSeverity } from "./map-severity.ts";
import { readBounds } from "./read-bounds.ts";
import { notEvaluated, type RuleDraft } from "./rule-draft.ts";
import type { TableContext } from "./table-context.ts";

/** What a rule turns out to demand: one demand for each of its operators, or the reason why it cannot be evaluated. */
export type ReadDemands =
  | { readonly demands: readonly { readonly demand: Demand; readonly title: string }[] }
  | { readonly reason: string; readonly ours: boolean };

/** Quality rules of a property or, without a column, of a schema object; `path` leads to their list. */
export function qualityRules(
  rules: readonly QualityDocument[],
  path: readonly PropertyKey[],
  table: TableContext,
  column?: string,
): RuleDraft[] {
  return rules.flatMap((quality, index) => qualityRule(quality, [...path, index], table, column));
}

function qualityRule(
  quality: QualityDocument,
  path: readonly PropertyKey[],
  table: TableContext,
  column: string | undefined,
): RuleDraft[] {
  const type = typeOf(quality);
  const read = readDemands(type, quality, table, column);
  const rule = /^[\w-]+$/.test(quality.id ?? "") ? (quality.id ?? "") : (quality.metric ?? quality.rule ?? type);
  const { dimension } = quality;
  const severity = mapSeverity(quality.severity);
  if ("reason" in read) {
    return [
      notEvaluated({
        rule,
        column,
        title:
          quality.name ?? quality.description ?? `${TYPE_TITLES[type]}${column === undefined ? "" : ` on ${column}`}`,
        reason: read.reason,
        severity: read.ours ? (severity ?? "error") : "info",
        dimension,
        path,
      }),
    ];
  }
  const named = type === "sql" ? (quality.name ?? quality.description ?? quality.id) : quality.name;
  return read.demands.map(({ demand, title }) => ({
    rule,
    column,
    title: named ?? title,
    demand,
    // A word that nobody agreed on must not make a rule weaker than its author wanted it.
    severity: severity ?? "error",
    dimension,
    path,
  }));
}

type QualityType = NonNullable<QualityDocument["type"]>;

const TYPE_TITLES: Readonly<Record<QualityType, string>> = {
  text: "A rule in words",
  library: "Library metric",
  sql: "SQL query",
  custom: "A rule of another engine",
};

/** `library` where nothing is said, as the standard has it, unless only another type has what is there. */
function typeOf(quality: QualityDocument): QualityType {
  if (quality.type !== undefined) return quality.type;
  if (quality.metric !== undefined || quality.rule !== undefined) return "library";
  if (quality.query !== undefined) return "sql";
  return quality.engine !== undefined || quality.implementation !== undefined ? "custom" : "library";
}

function readDemands(
  type: QualityType,
  quality: QualityDocument,
  table: TableContext,
  column: string | undefined,
): ReadDemands {
  switch (type) {
    case "text":
      return { reason: "It is written in words.", ours: false };
    case "custom": {
      const engine = quality.engine ?? "another engine";
      return { reason: `It is written for ${engine.slice(0, 60)}.`, ours: false };
    }
    case "sql":
      return sqlDemands(quality, table, column);
    case "library":
      return libraryDemands(quality, table, column);
  }
}

function sqlDemands(quality: QualityDocument, table: TableContext, column: string | undefined): ReadDemands {
  if (quality.query === undefined || quality.query.trim() === "") return { reason: "It has no query.", ours: true };
  const query = fillPlaceholders(quality.query, table.name, column);
  const [unknown] = listPlaceholders(query);
  if (unknown !== undefined) {
    return { reason: `It is not known what ${unknown.slice(0, 60)} stands for.`, ours: true };
  }
  // A query answers with a number, whatever the number counts.
  const read = readBounds({ ...quality, unit: undefined });
  if ("reason" in read) return { reason: read.reason, ours: true };
  return {
    demands: read.bounds.map((bound) => ({
      demand: { kind: "sql", column, query, bound },
      title: `A query${column === undefined ? "" : ` on ${column}`} gives ${describeBound(bound, "number")}`,
    })),
  };
}
