import type { ContractSchema, LogicalType } from "../core/dataset/contract.ts";
import type { ColumnKind, Profile } from "../core/dataset/profile.ts";

const KINDS: Partial<Readonly<Record<LogicalType, ColumnKind>>> = {
  string: "categorical",
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
): ReadonlyMap<string, ColumnKind> {
  const kinds = new Map<string, ColumnKind>((reference?.columns ?? []).map(({ name, kind }) => [name, kind]));
  for (const { name, logicalType } of contract?.columns ?? []) {
    const kind = logicalType === undefined ? undefined : KINDS[logicalType];
    if (kind === undefined || (kind === "categorical" && kinds.get(name) === "text")) continue;
    kinds.set(name, kind);
  }
  return kinds;
}
