import type { Demand } from "../contract.ts";
import { columnRules } from "./column-rules.ts";
import type { ContractDocument, PropertyDocument, SchemaDocument } from "./contract-document.ts";
import { joinSome } from "./join-some.ts";
import { qualityRules } from "./quality-rules.ts";
import { notEvaluated, type RuleDraft } from "./rule-draft.ts";
import { slaRules } from "./sla-rules.ts";
import type { TableContext } from "./table-context.ts";

/** All rules for one schema object, in the order of the file; `path` leads to the object. */
export function schemaRules(
  contract: ContractDocument,
  schema: SchemaDocument,
  path: readonly PropertyKey[],
): RuleDraft[] {
  const properties = schema.properties ?? [];
  const table: TableContext = {
    name: schema.physicalName ?? schema.name,
    columns: new Map(
      properties.flatMap(({ name, physicalName }) => {
        const column = physicalName ?? name;
        return [[column, column] as const, [name, column] as const];
      }),
    ),
  };
  return [
    ...properties.flatMap((property, index) => columnRules(property, [...path, "properties", index], table)),
    ...primaryKeyRule(properties, path),
    ...qualityRules(schema.quality ?? [], [...path, "quality"], table),
    ...referenceRules(schema, path),
    ...slaRules(contract, schema),
  ];
}

/** The columns of a primary key are unique together, in the order that the contract gives them. */
function primaryKeyRule(properties: readonly PropertyDocument[], path: readonly PropertyKey[]): RuleDraft[] {
  const members = properties
    .map((property, index) => ({ property, index }))
    .filter(({ property }) => property.primaryKey === true)
    .toSorted((a, b) => positionOf(a.property) - positionOf(b.property));
  const [first] = members;
  if (first === undefined) return [];
  const columns = members.map(({ property }) => property.physicalName ?? property.name);
  const title =
    columns.length === 1
      ? `${joinSome(columns)} is unique and never null: the primary key`
      : `${joinSome(columns)} together are unique and never null: the primary key`;
  const demand: Demand = { kind: "unique", columns, primaryKey: true };
  const column = columns.length === 1 ? columns[0] : undefined;
  return [{ rule: "primary-key", column, title, demand, path: [...path, "properties", first.index, "primaryKey"] }];
}

/** -1 stands for no position. */
function positionOf({ primaryKeyPosition = -1 }: PropertyDocument): number {
  return primaryKeyPosition < 0 ? Number.MAX_SAFE_INTEGER : primaryKeyPosition;
}

function referenceRules(schema: SchemaDocument, path: readonly PropertyKey[]): RuleDraft[] {
  return (schema.relationships ?? []).map((_, index) =>
    notEvaluated({
      rule: "reference",
      column: undefined,
      title: `${schema.name} refers to another object`,
      reason: "References to other data are not evaluated: one dataset is checked at a time.",
      severity: "warning",
      path: [...path, "relationships", index],
    }),
  );
}
