import type { ContractSchema, LogicalType } from "../core/dataset/contract.ts";
import type { Profile } from "../core/dataset/profile.ts";
import type { WantedKind } from "./data/data-source.ts";

const KINDS: Partial<Readonly<Record<LogicalType, WantedKind>>> = {
  string: "string",
  date: "timestamp",
  timestamp: "timestamp",
  number: "numeric",
  integer: "integer",
  boolean: "boolean",
};

/** What columns are meant to hold: by the contract, else by the reference. A text file alone could only be guessed at. */
export function knownKinds(
  contract: ContractSchema | undefined,
  reference: Profile | undefined,
): ReadonlyMap<string, WantedKind> {
  const kinds = new Map<string, WantedKind>((reference?.columns ?? []).map(({ name, kind }) => [name, kind]));
  for (const { name, logicalType } of contract?.columns ?? []) {
    const kind = logicalType === undefined ? undefined : KINDS[logicalType];
    const before = kinds.get(name);
    // Whether texts are categories is for the reference to say, or for the values.
    if (kind === undefined || (kind === "string" && (before === "text" || before === "categorical"))) continue;
    kinds.set(name, kind);
  }
  return kinds;
}
