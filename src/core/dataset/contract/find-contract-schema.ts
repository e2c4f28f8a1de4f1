import type { ContractSchema, DataContract } from "../contract.ts";

/**
 * The schema object that speaks about a dataset: the one whose `name` or `physicalName` is one of `names` (the dataset's
 * name, its files), earlier names first, or the only one of the contract. Undefined where that is not clear.
 */
export function findContractSchema(
  contract: DataContract,
  { names }: { readonly names: readonly string[] },
): ContractSchema | undefined {
  for (const name of names.flatMap((given) => [given, stemOf(given)])) {
    const found = contract.schemas.find((schema) => isCalled(schema, name));
    if (found !== undefined) return found;
  }
  return contract.schemas.length === 1 ? contract.schemas[0] : undefined;
}

function isCalled(schema: ContractSchema, name: string): boolean {
  const plain = name.toLowerCase();
  return [schema.name, schema.physicalName].some(
    (own) => own !== undefined && (own.toLowerCase() === plain || stemOf(own).toLowerCase() === plain),
  );
}

/** `data/train.csv.gz` → `train`. */
function stemOf(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? path;
  const stem = file.replace(/(\.(csv|tsv|parquet|jsonl|ndjson|json|arrow|feather|gz|zst|dvc))+$/i, "");
  return stem === "" ? file : stem;
}
