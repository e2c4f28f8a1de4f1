import type { ConfigIssue } from "../../config/config-issue.ts";
import { type DescribedIssue, describeSchemaIssue } from "../../config/describe-schema-issue.ts";
import { createLocate, type Locate } from "../../config/locate-node.ts";
import { MAX_ISSUES, placeIssues } from "../../config/place-issues.ts";
import { readYaml, type YamlAdvice } from "../../config/read-yaml.ts";
import type { ContractColumn, ContractRule, ContractSchema, DataContract } from "../contract.ts";
import { checkContractDocument } from "./check-contract-document.ts";
import { ContractDocument, type SchemaDocument } from "./contract-document.ts";
import { improveHint } from "./improve-hint.ts";
import { listUnknownKeys } from "./list-unknown-keys.ts";
import { nameRules } from "./name-rules.ts";
import { notEvaluated, type RuleDraft } from "./rule-draft.ts";
import { schemaRules } from "./schema-rules.ts";

const ADVICE: YamlAdvice = {
  tooMuch: "Keep only the data contract in it, and one contract for each file.",
  empty: "`pawl infer` writes a contract from data.",
};

export type ParsedContract = { readonly contract: DataContract } | { readonly issues: readonly ConfigIssue[] };

/**
 * Reads an Open Data Contract Standard document, v3.0 or v3.1. Never throws: what keeps it from being read comes back as
 * issues, in the order of the file. What Pawl does not evaluate becomes a rule of kind `not-evaluated`.
 */
export function parseContract(source: string | Uint8Array): ParsedContract {
  const yaml = readYaml(source, ADVICE);
  if ("issues" in yaml) return { issues: yaml.issues.slice(0, MAX_ISSUES) };
  const locate = createLocate(yaml.document, yaml.lines);

  const foreign = checkContractDocument(yaml.value);
  if (foreign.length > 0) return { issues: placeIssues(foreign, locate) };
  const parsed = ContractDocument.safeParse(yaml.value);
  if (!parsed.success) {
    const described = parsed.error.issues.flatMap((issue) => describeSchemaIssue(issue, yaml.value, () => []));
    return { issues: placeIssues(described.map(improveHint), locate) };
  }
  const doubled = listDoubledNames(parsed.data);
  if (doubled.length > 0) return { issues: placeIssues(doubled, locate) };
  return { contract: buildContract(parsed.data, listUnknownKeys(yaml.value), locate) };
}

function buildContract(
  document: ContractDocument,
  unknownKeys: readonly DescribedIssue[],
  locate: Locate,
): DataContract {
  return {
    id: document.id,
    version: document.version,
    status: document.status,
    schemas: (document.schema ?? []).map((schema, index) => {
      const path = ["schema", index];
      const misspelled = unknownKeys.filter((issue) => issue.path[0] === "schema" && issue.path[1] === index);
      const drafts = [
        ...schemaRules(document, schema, path),
        ...misspelled.flatMap((issue) => unknownKey(issue, schema)),
      ];
      return buildSchema(schema, nameRules(schema.name, drafts, locate), locate.key(path).line);
    }),
    notes: placeIssues(
      unknownKeys.filter((issue) => issue.path[0] !== "schema" || !isMisspelled(issue)),
      locate,
    ),
  };
}

function buildSchema(schema: SchemaDocument, rules: readonly ContractRule[], line: number): ContractSchema {
  const columns = (schema.properties ?? []).map((property): ContractColumn => {
    const name = property.physicalName ?? property.name;
    return {
      name,
      logicalType: property.logicalType,
      physicalType: property.physicalType,
      required: property.required === true || property.primaryKey === true,
      allowed: findAllowed(name, rules),
    };
  });
  return { name: schema.name, physicalName: schema.physicalName, columns, rules, line };
}

function findAllowed(column: string, rules: readonly ContractRule[]): readonly string[] | undefined {
  const lists = rules.flatMap(({ demand }) => {
    if (demand.kind !== "values" && demand.kind !== "invalid-count") return [];
    return demand.column === column && demand.allowed !== undefined ? [demand.allowed] : [];
  });
  return lists.length === 0 ? undefined : [...new Set(lists.flat())];
}

function isMisspelled({ hint }: Pick<DescribedIssue, "hint">): boolean {
  return hint?.startsWith("Did you mean") === true;
}

/** A key that looks like one that would have made a rule is listed among the rules: it must not pass for a check. */
function unknownKey({ path, message, hint }: DescribedIssue, schema: SchemaDocument): RuleDraft[] {
  if (!isMisspelled({ hint })) return [];
  const property = path[2] === "properties" ? schema.properties?.[Number(path[3])] : undefined;
  const column = property === undefined ? undefined : (property.physicalName ?? property.name);
  const key = String(path.at(-1));
  return [
    notEvaluated({
      rule: key,
      column,
      title: `${key} of ${column ?? schema.name}`,
      reason: `${key} ${message} ${hint ?? ""}`,
      severity: "warning",
      path,
    }),
  ];
}

/** Two columns of one name would make every rule about them ambiguous. */
function listDoubledNames(document: ContractDocument): DescribedIssue[] {
  return (document.schema ?? []).flatMap((schema, index) => {
    const seen = new Set<string>();
    return (schema.properties ?? []).flatMap(({ name, physicalName }, at): DescribedIssue[] => {
      const column = physicalName ?? name;
      const doubled = seen.has(column);
      seen.add(column);
      const path = ["schema", index, "properties", at, physicalName === undefined ? "name" : "physicalName"];
      const message = `is ${JSON.stringify(column)}, which another property here is called already.`;
      return doubled ? [{ path, about: "value", message, hint: "Keep one of the two." }] : [];
    });
  });
}
