import type { DescribedIssue } from "../../config/describe-schema-issue.ts";
import { suggestName } from "../../config/suggest-name.ts";
import { type ContractPart, KNOWN_KEYS } from "./known-keys.ts";

/** Words of other schema languages, and what the standard calls the same. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ["notNull", "required"],
  ["nullable", "required"],
  ["isRequired", "required"],
  ["isUnique", "unique"],
  ["primary", "primaryKey"],
  ["isPrimaryKey", "primaryKey"],
  ["type", "logicalType"],
  ["dataType", "logicalType"],
  ["columns", "properties"],
  ["fields", "properties"],
  ["min", "minimum"],
  ["max", "maximum"],
  ["regex", "pattern"],
  ["sql", "query"],
  ["validation", "quality"],
]);

/** What the mappings of each kind lead to. */
const CHILDREN: Readonly<Record<ContractPart, readonly (readonly [key: string, part: ContractPart])[]>> = {
  contract: [
    ["schema", "object"],
    ["slaProperties", "sla"],
  ],
  object: [
    ["properties", "property"],
    ["quality", "quality"],
  ],
  property: [
    ["quality", "quality"],
    ["logicalTypeOptions", "options"],
  ],
  quality: [],
  options: [],
  sla: [],
};

/** Keys that the standard does not have, where Pawl reads: most are misspelled ones, and would be left out in silence. */
export function listUnknownKeys(root: unknown): DescribedIssue[] {
  return inspect(root, "contract", []);
}

function inspect(value: unknown, part: ContractPart, path: readonly PropertyKey[]): DescribedIssue[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => inspect(item, part, [...path, index]));
  if (!isMapping(value)) return [];
  const known: readonly string[] = KNOWN_KEYS[part];
  const own = Object.keys(value)
    .filter((key) => !known.includes(key) && !key.startsWith("x-"))
    .map((key) => describeUnknown(key, known, [...path, key]));
  const inner = CHILDREN[part].flatMap(([key, child]) => inspect(value[key], child, [...path, key]));
  return [...own, ...inner];
}

function describeUnknown(key: string, known: readonly string[], path: readonly PropertyKey[]): DescribedIssue {
  const other = OTHER_WORDS.get(key);
  const suggestion = other !== undefined && known.includes(other) ? other : suggestName(key, known);
  const hint =
    suggestion === undefined ? "What is your own stands under customProperties." : `Did you mean ${suggestion}?`;
  return { path, about: "key", message: "is not a key of the standard, and has no effect.", hint };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
