import { type ColumnImportance, toImportance } from "../../src/core/drift/column-importance.ts";
import { PawlError } from "../../src/core/errors.ts";
import { LEDGER_BRANCH } from "../../src/core/evidence/ledger-index.ts";
import { documentDigest, parseStatement } from "../../src/core/evidence/statement.ts";
import { lineagePaths } from "../../src/core/registry/lineage-paths.ts";
import type { ModelVersion } from "../../src/core/registry/registry.ts";
import { readFileAt } from "../../src/github/contents.ts";
import type { LedgerSearch } from "./open-ledger.ts";

/** How much a version looks at each column, as the run that trained it said; `undefined` where it did not, or is on the ledger no longer. */
export async function readImportance(
  { octokit, repository }: LedgerSearch,
  { model, lineage, registeredAt }: ModelVersion,
): Promise<ColumnImportance | undefined> {
  if (lineage.run === undefined) return undefined;
  for (const path of lineagePaths({ model, kind: "run" }, lineage.run, registeredAt)) {
    const bytes = await readFileAt(octokit, repository, path, LEDGER_BRANCH);
    if (bytes !== undefined && documentDigest(bytes) === lineage.run.document) return importanceIn(bytes, path);
  }
  return undefined;
}

/** Findings can be told in another order: what an older document says otherwise keeps nobody from comparing. */
function importanceIn(bytes: Uint8Array, path: string): ColumnImportance | undefined {
  try {
    const { predicate } = parseStatement(bytes, path);
    if (predicate.schema !== "pawl.run/v1" || predicate.importance === undefined) return undefined;
    return toImportance(predicate.importance.map(({ column, value }) => [column, value] as const));
  } catch (error) {
    if (error instanceof PawlError) return undefined;
    throw error;
  }
}
