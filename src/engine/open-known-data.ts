import type { ContractSchema, LogicalType } from "../core/dataset/contract.ts";
import type { Profile } from "../core/dataset/profile.ts";
import type { DataRequest, DataSource, WantedKind } from "./data/data-source.ts";
import { findDataFiles } from "./data/find-data-files.ts";
import { knownKinds } from "./data/known-kinds.ts";
import { openData } from "./data/open-data.ts";
import type { Engine } from "./engine.ts";

// What is wanted is believed where reading it so loses nothing that a change of the data would show: fractions in a column
// of whole numbers, or dates in a format of their own, have to be seen as what they are.
const OF_CONTRACT: Partial<Readonly<Record<LogicalType, WantedKind>>> = {
  string: "string",
  number: "numeric",
  integer: "number",
  boolean: "boolean",
};

/**
 * Opens data of which a contract or an earlier profile says what the columns hold. A text file has no types, so that
 * `007` is what these say it is; other formats have their own. Throws `DATA_UNREADABLE`.
 */
export async function openKnownData(
  engine: Engine,
  data: DataRequest,
  known: { readonly contract?: ContractSchema | undefined; readonly reference?: Profile | undefined },
): Promise<DataSource> {
  const { format } = await findDataFiles(data);
  if (format !== "csv" && format !== "jsonl") return openData(engine, data);
  const kinds = knownKinds(known.reference);
  for (const { name, logicalType = "object" } of known.contract?.columns ?? [])
    want(kinds, name, OF_CONTRACT[logicalType]);
  return openData(engine, { ...data, kinds });
}

function want(kinds: Map<string, WantedKind>, name: string, kind: WantedKind | undefined): void {
  if (kind !== undefined) kinds.set(name, kind);
}
