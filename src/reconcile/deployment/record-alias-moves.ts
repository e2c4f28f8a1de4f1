import type { ModelPlan } from "../../core/config/project-config.ts";
import { planMoves } from "../../core/deployment/plan-moves.ts";
import { recordMoves } from "../../core/deployment/record-moves.ts";
import type { PromotionRecord, Registry } from "../../core/registry/registry.ts";
import { readRegistry, readRegistryOf } from "../registry/read-registry.ts";
import type { Workplace } from "../workplace.ts";
import { type LedgerChange, writeToLedger } from "../write-to-ledger.ts";
import { createMoveFactsReader } from "./read-move-facts.ts";
import { type AliasHistory, readSnapshots } from "./read-snapshots.ts";

export interface RecordedAliases {
  /** As it is after this; undefined where the model has neither versions nor aliases. */
  readonly registry: Registry | undefined;
  /** Put on record now, oldest first. */
  readonly records: readonly PromotionRecord[];
}

/** So many commits of the default branch without a move are looked at again and again before the ledger says that they were. */
const LONG_WALK = 200;

/**
 * Puts on record every move of a model's aliases that the default branch shows and the ledger does not, in their order.
 * Counters are claimed by compare-and-swap; repeating it changes nothing.
 *
 * @throws `LEDGER_CONFLICT` where others kept writing; nothing is lost, the default branch still says it.
 */
export async function recordAliasMoves(
  workplace: Workplace,
  model: ModelPlan["name"],
  { head, defaultBranch }: { readonly head: string; readonly defaultBranch: string },
): Promise<RecordedAliases> {
  const known = await readRegistry(workplace, model);
  if (known?.aliasCommit === head || workplace.memory.aliasHeads.get(model) === head) {
    return { registry: known, records: [] };
  }
  const registry = known ?? emptyRegistry(model);
  const history = await readSnapshots(workplace, registry, head);
  const isLong = history.snapshots.length >= LONG_WALK;
  if (planMoves(registry, history.snapshots).length === 0 && !(isLong && known !== undefined)) {
    workplace.memory.aliasHeads.set(model, head);
    return { registry: known, records: [] };
  }
  const readFacts = createMoveFactsReader(workplace, defaultBranch);
  const { result } = await writeToLedger(workplace, async (ledger) => {
    const current = (await readRegistryOf(workplace, ledger, model)) ?? registry;
    // Another process was first: what it has looked at is not looked at again.
    const newer =
      current.aliasCommit === registry.aliasCommit ? history : await readSnapshots(workplace, current, head);
    return planChange(workplace, current, { history: newer, head, readFacts });
  });
  for (const { model: name, environment, counter, version, standing } of result.records) {
    const fields = { model: name, environment, counter, version, standing };
    if (standing === "unverified") workplace.log.warn(fields, "alias moved without a passing verdict");
    else workplace.log.info(fields, "alias moved");
  }
  workplace.memory.aliasHeads.set(model, head);
  return result;
}

async function planChange(
  workplace: Workplace,
  registry: Registry,
  {
    history,
    head,
    readFacts,
  }: {
    readonly history: AliasHistory;
    readonly head: string;
    readonly readFacts: ReturnType<typeof createMoveFactsReader>;
  },
): Promise<LedgerChange<RecordedAliases>> {
  const { model } = registry;
  const moves: Awaited<ReturnType<typeof readFacts>>[] = [];
  for (const move of planMoves(registry, history.snapshots)) {
    moves.push(await readFacts(registry, move, history.commits.get(move.commit)));
  }
  if (moves.length === 0 && registry.aliasCommit === head) {
    return { files: [], headline: "", result: { registry, records: [] } };
  }
  const recorded = recordMoves(registry, moves, { aliasCommit: head, now: workplace.now() });
  return {
    files: [...recorded.files].map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
    headline: headlineOf(model, recorded.records),
    registries: new Map([[model, recorded.registry]]),
    result: { registry: recorded.registry, records: recorded.records },
  };
}

function headlineOf(model: string, records: readonly PromotionRecord[]): string {
  const moves = records.map(
    ({ environment, version }) => `${environment} ${version === undefined ? "none" : `v${String(version)}`}`,
  );
  return `Move ${model} ${moves.length === 0 ? "nowhere" : moves.join(", ")}`.slice(0, 200);
}

function emptyRegistry(model: string): Registry {
  return { schema: "pawl.registry/v1", model, versions: [], promotions: [] };
}
