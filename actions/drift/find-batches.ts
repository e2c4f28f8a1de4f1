import { resolve } from "node:path";
import { withoutSecrets } from "../../src/core/dataset/remote-address.ts";
import type { ColumnImportance } from "../../src/core/drift/column-importance.ts";
import type { NamedProfile } from "../../src/core/drift/named-profile.ts";
import type { ReferenceBatch, WeeklyReference } from "../../src/core/evidence/drift-evidence.ts";
import type { Monitoring } from "../../src/core/monitoring/monitoring.ts";
import { windowLength } from "../../src/core/monitoring/window-length.ts";
import type { BatchRequest, CutReference } from "../../src/engine/detect-dataset-drift.ts";
import { assertFetched } from "../../src/runner/datasets/assert-fetched.ts";
import { isProfileDocument, readProfileDocument } from "../../src/runner/datasets/profile-document.ts";
import type { DriftJob } from "./plan-drift.ts";
import type { ReadWindow } from "./read-windows.ts";

/** A reference batch to be compared with, and what evidence says about it besides its rows. */
export interface FoundBatch {
  readonly request: BatchRequest;
  readonly origin: Omit<ReferenceBatch, "name" | "rows">;
}

/** Everything that current data are compared with. */
export interface FoundReference {
  /** Oldest first; at least one, unless `cut` is there. */
  readonly batches: readonly FoundBatch[];
  /** One dataset, which is cut into batches. */
  readonly cut?: CutReference | undefined;
  readonly weekly?: WeeklyReference | undefined;
  /** Parts of the champion's training data, oldest first, also those that are batches no more; where they are the reference. */
  readonly training?: readonly NamedProfile[] | undefined;
  /** How much the champion looks at each column, where its training said so. */
  readonly importance?: ColumnImportance | undefined;
  /** Of the ledger: the newest windows, oldest first, whether they are batches or not. */
  readonly windows: readonly ReadWindow[];
  /** Of the ledger. */
  readonly monitoring?: Monitoring | undefined;
}

/**
 * The reference that is wanted. Throws `DATA_UNREADABLE`, `INPUT_INVALID`, `NOT_FOUND`.
 *
 * @param fingerprint Of the data that are judged.
 */
export async function findReference(
  job: DriftJob,
  fingerprint: () => Promise<string | undefined>,
): Promise<FoundReference> {
  const { reference, folder, plan, model, at } = job;
  if (reference.kind === "paths") {
    const [only = "", ...others] = reference.paths;
    if (others.length === 0 && !(await isProfileDocument(resolve(folder, only)))) {
      await assertFetched([only], folder);
      const data = { name: withoutSecrets(only), paths: [only], folder };
      const windowMs = windowLength(model?.drift, at);
      return { batches: [], cut: { data, cut: { by: "plan", column: plan?.time, windowMs } }, windows: [] };
    }
    const batches = await Promise.all(reference.paths.map((line) => batchesOf(line, folder)));
    return { batches: batches.flat(), windows: [] };
  }
  // Loaded only here: GitHub's client takes longer to load than small files to be compared.
  const { readLedgerReference } = await import("./read-ledger-reference.ts");
  return readLedgerReference(job, reference.kind, fingerprint);
}

/** One batch, or the parts of a document that was counted in parts. */
async function batchesOf(line: string, folder: string): Promise<readonly FoundBatch[]> {
  const absolute = resolve(folder, line);
  if (await isProfileDocument(absolute)) {
    const { profile, parts, fingerprint, commit, digest } = await readProfileDocument(absolute, line);
    const origin =
      commit === undefined ? {} : { document: digest, commit, ...(fingerprint === undefined ? {} : { fingerprint }) };
    if (parts.length === 0) return [{ request: { name: line, profile }, origin }];
    return parts.map(({ name, profile: own, start }) => ({
      request: { name: `${line}/${name}`, profile: own, timeless: start === undefined },
      origin,
    }));
  }
  await assertFetched([line], folder);
  const name = withoutSecrets(line);
  return [{ request: { name, data: { name, paths: [line], folder } }, origin: {} }];
}
