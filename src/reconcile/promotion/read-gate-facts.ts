import type { ModelPlan } from "../../core/config/project-config.ts";
import type { CheckFacts, GateFacts, VersionFacts } from "../../core/gate/gate-facts.ts";
import { askPackages, readVersionFacts } from "../registry/read-version-facts.ts";
import type { Workplace } from "../workplace.ts";

export interface GateQuestion {
  readonly plan: ModelPlan;
  readonly environment: string;
  readonly kind: GateFacts["kind"];
  readonly challenger: number;
  readonly champion: number | undefined;
  readonly pullRequest: GateFacts["pullRequest"];
  readonly checks: readonly CheckFacts[];
  /** Base of the web pages, `https://github.com`. */
  readonly serverUrl: string;
  /** Everything that can change by itself is asked for again, like where tags are. */
  readonly again: boolean;
}

/** What a gate is asked about one alias; `undefined` where the challenger is not registered. */
export async function readGateFacts(workplace: Workplace, question: GateQuestion): Promise<GateFacts | undefined> {
  const { plan, environment, kind, pullRequest, checks } = question;
  const challenger = await readVersion(workplace, question, question.challenger);
  if (challenger === undefined) return undefined;
  const champion =
    question.champion === undefined ? undefined : await readVersion(workplace, question, question.champion);
  return {
    model: plan.name,
    environment,
    primaryMetric: plan.primaryMetric,
    metrics: plan.metrics,
    contracts: plan.data.filter(({ contract }) => contract !== undefined).map(({ key, name }) => key ?? name),
    kind,
    challenger: { ...challenger, pullable: await askPackages(workplace, challenger.version) },
    champion,
    pullRequest,
    checks,
    trainedBy: challenger.run?.document.identity.actor ?? challenger.version.registeredBy,
    now: workplace.now(),
  };
}

/**
 * A version never changes; what belongs to it can: its tag, and what the ledger gets about it. So it is remembered for one
 * head of the ledger, and a moved tag is noticed by its push event, or by the next look at everything.
 */
async function readVersion(
  workplace: Workplace,
  { plan, serverUrl, again }: GateQuestion,
  version: number,
): Promise<VersionFacts | undefined> {
  const { memory } = workplace;
  const key = `${plan.name}@${String(version)} ${memory.ledger?.head ?? ""}`;
  const known = again ? undefined : memory.versions.get(key);
  if (known !== undefined) return known;
  const facts = await readVersionFacts(workplace, { model: plan.name, version, serverUrl, askRegistry: false });
  if (facts !== undefined && memory.ledger !== undefined) {
    memory.versions.set(`${plan.name}@${String(version)} ${memory.ledger.head}`, facts);
  }
  return facts;
}
