import type { Demand, LogicalType } from "../contract.ts";
import type { PropertyDocument } from "./contract-document.ts";
import { joinSome } from "./join-some.ts";
import { qualityRules } from "./quality-rules.ts";
import { readValues } from "./read-values.ts";
import { notEvaluated, type RuleDraft } from "./rule-draft.ts";
import type { TableContext } from "./table-context.ts";
import { typeOptionRules } from "./type-option-rules.ts";

const TYPE_WORDS: Readonly<Record<LogicalType, string>> = {
  string: "text",
  date: "a date",
  timestamp: "a timestamp",
  time: "a time of day",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
};

/** All rules that one property of the contract makes; `path` leads to the property. */
export function columnRules(
  property: PropertyDocument,
  path: readonly PropertyKey[],
  table: TableContext,
): RuleDraft[] {
  const column = property.physicalName ?? property.name;
  const nameKey = [...path, property.physicalName === undefined ? "name" : "physicalName"];
  const draft = (rule: string, title: string, demand: Demand, at: readonly PropertyKey[]): RuleDraft => ({
    rule,
    column,
    title,
    demand,
    path: at,
  });
  return [
    draft("present", `There is a column ${column}`, { kind: "column-present", column }, nameKey),
    ...typeRule(property, column, path),
    ...(property.required === true
      ? [draft("required", `${column} is never null`, { kind: "not-null", column }, [...path, "required"])]
      : []),
    ...(property.unique === true
      ? [
          draft("unique", `${column} is unique`, { kind: "unique", columns: [column], primaryKey: false }, [
            ...path,
            "unique",
          ]),
        ]
      : []),
    ...allowedRules(property, column, path),
    ...typeOptionRules(property, column, [...path, "logicalTypeOptions"]),
    ...qualityRules(property.quality ?? [], [...path, "quality"], table, column),
    ...nestedRules(property, column, path),
    ...referenceRules(property, column, path),
  ];
}

function typeRule(property: PropertyDocument, column: string, path: readonly PropertyKey[]): RuleDraft[] {
  const { logicalType, physicalType } = property;
  if (logicalType === undefined && physicalType === undefined) return [];
  const title =
    logicalType === undefined ? `${column} is ${physicalType ?? ""}` : `${column} is ${TYPE_WORDS[logicalType]}`;
  return [
    {
      rule: "type",
      column,
      title,
      demand: { kind: "type", column, logicalType, physicalType },
      path: [...path, logicalType === undefined ? "physicalType" : "logicalType"],
    },
  ];
}

/** Allowed values: `enum` of the property, of its options, or as a custom property; the first that is there. */
function allowedRules(property: PropertyDocument, column: string, path: readonly PropertyKey[]): RuleDraft[] {
  const found = findAllowed(property);
  if (found === undefined) return [];
  const at = [...path, ...found.path];
  const title = `${column} is one of ${joinSome(found.values)}`;
  if (found.values.length === 0) {
    const reason = "It lists no value as text, number or boolean.";
    return [
      notEvaluated({
        rule: "values",
        column,
        title: `Allowed values of ${column}`,
        reason,
        severity: "error",
        path: at,
      }),
    ];
  }
  return [{ rule: "values", column, title, demand: { kind: "values", column, allowed: found.values }, path: at }];
}

function findAllowed(property: PropertyDocument) {
  if (property.enum !== undefined) return { values: readValues(property.enum), path: ["enum"] };
  const inOptions = property.logicalTypeOptions?.enum;
  if (inOptions !== undefined) return { values: readValues(inOptions), path: ["logicalTypeOptions", "enum"] };
  const index = (property.customProperties ?? []).findIndex(({ property: name }) => name === "enum");
  const custom = property.customProperties?.[index]?.value;
  return Array.isArray(custom) ? { values: readValues(custom), path: ["customProperties", index, "value"] } : undefined;
}

function nestedRules(property: PropertyDocument, column: string, path: readonly PropertyKey[]): RuleDraft[] {
  const key = property.properties !== undefined ? "properties" : "items";
  if (property[key] === undefined || property[key] === null) return [];
  return [
    notEvaluated({
      rule: "nested",
      column,
      title: `What is inside ${column}`,
      reason: "Rules for fields inside an object or a list are not evaluated.",
      severity: "warning",
      path: [...path, key],
    }),
  ];
}

function referenceRules(property: PropertyDocument, column: string, path: readonly PropertyKey[]): RuleDraft[] {
  return (property.relationships ?? []).map(({ to }, index) =>
    notEvaluated({
      rule: "reference",
      column,
      title: `${column} refers to ${typeof to === "string" ? to : "another object"}`,
      reason: "References to other data are not evaluated: one dataset is checked at a time.",
      severity: "warning",
      path: [...path, "relationships", index],
    }),
  );
}
