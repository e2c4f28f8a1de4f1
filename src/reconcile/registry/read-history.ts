import { type HistoryEntry, modelHistory } from "../../core/registry/model-history.ts";
import type { ModelVersion, PromotionRecord } from "../../core/registry/registry.ts";
import type { Workplace } from "../workplace.ts";
import { readRegistry } from "./read-registry.ts";
import { readPromotion, readVersion } from "./read-version.ts";

/** Moves whose documents are read; of older ones the index says who, when and what. */
const MAX_DOCUMENTS = 100;

/**
 * A model's history from the ledger, newest move first; empty where no alias has moved.
 *
 * @param documents False: only what the index holds, in no further call.
 */
export async function readHistory(
  workplace: Workplace,
  model: string,
  { documents }: { readonly documents: boolean },
): Promise<readonly HistoryEntry[]> {
  const registry = await readRegistry(workplace, model);
  if (registry === undefined) return [];
  const records: PromotionRecord[] = [];
  const versions = new Map<number, ModelVersion>();
  for (const move of documents ? registry.promotions.slice(0, MAX_DOCUMENTS) : []) {
    const record = await readPromotion(workplace, model, move);
    if (record !== undefined) records.push(record);
    if (move.version === undefined || versions.has(move.version)) continue;
    const version = await readVersion(workplace, model, move.version);
    if (version !== undefined) versions.set(move.version, version);
  }
  return modelHistory(registry, records, [...versions.values()]);
}
