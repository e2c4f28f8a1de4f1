import { documentDigest } from "../../core/evidence/statement.ts";
import { type HistoryEntry, modelHistory } from "../../core/registry/model-history.ts";
import { type ModelVersion, type PromotionRecord, promotionPath, versionPath } from "../../core/registry/registry.ts";
import { parseModelVersion, parsePromotionRecord } from "../../core/registry/registry-documents.ts";
import type { Clone } from "./open-clone.ts";
import type { ClonedModel } from "./read-registries.ts";

/**
 * A model's history, newest move first, from the clone alone. A document whose bytes are not those that the registry names
 * is left out, as if it were missing.
 *
 * @throws `EVIDENCE_INVALID` where the ledger holds something else than the App wrote.
 */
export async function readClonedHistory(
  clone: Clone,
  { model, registry }: ClonedModel,
): Promise<readonly HistoryEntry[]> {
  if (registry === undefined) return [];
  const records: PromotionRecord[] = [];
  const versions: ModelVersion[] = [];
  for (const { environment, counter, document } of registry.promotions) {
    const path = promotionPath(model, environment, counter);
    const bytes = await readNamed(clone, path, document);
    if (bytes !== undefined) records.push(parsePromotionRecord(bytes, path));
  }
  const wanted = new Set(registry.promotions.map(({ version }) => version));
  for (const { version } of registry.versions.filter((entry) => wanted.has(entry.version))) {
    const document = await readClonedVersion(clone, { model, registry }, version);
    if (document !== undefined) versions.push(document);
  }
  return modelHistory(registry, records, versions);
}

/** The document of one version; `undefined` where it was never registered or is not what the registry names. */
export async function readClonedVersion(
  clone: Clone,
  { model, registry }: Pick<ClonedModel, "model" | "registry">,
  version: number,
): Promise<ModelVersion | undefined> {
  const entry = registry?.versions.find((one) => one.version === version);
  const path = versionPath(model, version);
  const bytes = entry === undefined ? undefined : await readNamed(clone, path, entry.document);
  return bytes === undefined ? undefined : parseModelVersion(bytes, path);
}

async function readNamed({ ledger }: Clone, path: string, digest: string): Promise<Uint8Array | undefined> {
  const text = await ledger?.read(path);
  return text !== undefined && documentDigest(text) === digest ? Buffer.from(text) : undefined;
}
