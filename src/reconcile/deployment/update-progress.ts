import { type PromotionProgress, type Registry, registryPath } from "../../core/registry/registry.ts";
import { serializeRegistryDocument } from "../../core/registry/registry-documents.ts";
import { readRegistryOf } from "../registry/read-registry.ts";
import type { Workplace } from "../workplace.ts";
import { writeToLedger } from "../write-to-ledger.ts";

/** What became known about a promotion. */
export type ProgressChange = Pick<PromotionProgress, "environment" | "counter"> &
  Partial<Pick<PromotionProgress, "deployment" | "complete" | "status" | "statusAt">>;

/** Writes down how far promotions of one model are; nothing is written where the ledger says it already. Returns the registry. */
export async function updateProgress(
  workplace: Workplace,
  model: string,
  changes: readonly ProgressChange[],
): Promise<Registry | undefined> {
  const { result } = await writeToLedger(workplace, async (ledger) => {
    const registry = await readRegistryOf(workplace, ledger, model);
    if (registry === undefined) return { files: [], headline: "", result: undefined };
    const next = applyChanges(registry, changes);
    const text = serializeRegistryDocument(next);
    if (text === serializeRegistryDocument(registry)) return { files: [], headline: "", result: registry };
    return {
      files: [{ path: registryPath(model), bytes: Buffer.from(text) }],
      headline: headlineOf(model, changes),
      registries: new Map([[model, next]]),
      result: next,
    };
  });
  return result;
}

function applyChanges(registry: Registry, changes: readonly ProgressChange[]): Registry {
  const promotions = registry.promotions.map((promotion): PromotionProgress => {
    const own = changes.filter(
      ({ environment, counter }) => environment === promotion.environment && counter === promotion.counter,
    );
    return Object.assign({}, promotion, ...own);
  });
  return { ...registry, promotions };
}

function headlineOf(model: string, changes: readonly ProgressChange[]): string {
  const parts = changes.map(({ environment, counter, status }) =>
    [`${environment} ${String(counter)}`, status].filter((part) => part !== undefined).join(": "),
  );
  return `Deploy ${model} ${parts.join(", ")}`.slice(0, 200);
}
