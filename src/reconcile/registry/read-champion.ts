import type { ModelPlan } from "../../core/config/project-config.ts";
import type { EvidenceKind } from "../../core/evidence/names.ts";
import type { LineageDocument } from "../../core/evidence/package-evidence.ts";
import { championAlias } from "../../core/registry/champion-alias.ts";
import { holderOf } from "../../core/registry/find-version.ts";
import type { ModelFacts } from "../../core/report/report-facts.ts";
import { type AcceptedDocument, isEvaluation, isRun } from "../model-evidence.ts";
import { readEntries } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";
import { findLineageDocument } from "./find-lineage-document.ts";
import { readAliases } from "./read-aliases.ts";
import { readRegistry } from "./read-registry.ts";
import { readVersion } from "./read-version.ts";

export interface ChampionQuestion {
  /** Commit or branch of the default branch whose alias file counts. */
  readonly ref: string;
  /** `https://github.com/owner/name/actions/runs`. */
  readonly runsUrl: string;
}

/**
 * The version that serves now, with the run and the evaluation that it was made from; `undefined` where none does. Costs
 * nothing but one look where the model has no versions.
 */
export async function readChampion(
  workplace: Workplace,
  plan: Pick<ModelPlan, "name" | "environments">,
  { ref, runsUrl }: ChampionQuestion,
): Promise<ModelFacts["champion"]> {
  const registry = await readRegistry(workplace, plan.name);
  if (registry === undefined || registry.versions.length === 0) return undefined;
  const { parsed } = await readAliases(workplace, plan.name, ref);
  const alias = championAlias(plan);
  const entry = "aliases" in parsed ? holderOf(registry, parsed.aliases, alias) : undefined;
  const version = entry === undefined ? undefined : await readVersion(workplace, plan.name, entry.version);
  if (version === undefined) return undefined;
  const entries = await readEntries(workplace, plan.name);
  const read = async (kind: EvidenceKind, lineage: LineageDocument | undefined) => {
    if (lineage === undefined) return undefined;
    const question = { model: plan.name, kind, lineage, entries, around: version.registeredAt, runsUrl };
    return (await findLineageDocument(workplace, question))?.accepted;
  };
  const run = await read("run", version.lineage.run);
  const evaluations: AcceptedDocument[] = [];
  for (const lineage of version.lineage.evaluations) {
    const found = await read("evaluation", lineage);
    if (found !== undefined) evaluations.push(found);
  }
  const judged = evaluations.filter(isEvaluation);
  const evaluation = judged.find(({ document }) => document.key === undefined) ?? judged[0];
  const keyed = judged.flatMap((accepted) =>
    accepted.document.key === undefined ? [] : [{ key: accepted.document.key, evaluation: accepted }],
  );
  return {
    alias,
    version: version.version,
    digest: version.digest,
    commit: version.commit,
    isMergeBase: false,
    ...(run !== undefined && isRun(run) ? { run } : {}),
    ...(evaluation === undefined ? {} : { evaluation }),
    ...(keyed.length === 0 ? {} : { keyed }),
  };
}
