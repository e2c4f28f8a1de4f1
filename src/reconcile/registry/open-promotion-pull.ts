import type { ModelPlan } from "../../core/config/project-config.ts";
import { kindOfMove } from "../../core/deployment/kind-of-move.ts";
import { toSafeLabel } from "../../core/evidence/limits.ts";
import { describePackageState } from "../../core/registry/describe-version.ts";
import { findVersion } from "../../core/registry/find-version.ts";
import { servedFor } from "../../core/registry/model-history.ts";
import type { PromotionRequest } from "../../core/registry/promotion-request.ts";
import { type RequestFacts, renderRequestBody } from "../../core/registry/render-request-body.ts";
import type { RepositoryFacts } from "../../github/repository-facts.ts";
import type { Workplace } from "../workplace.ts";
import { openRequestPull, type RequestOutcome } from "./open-request-pull.ts";
import { readAliases } from "./read-aliases.ts";
import { readHistory } from "./read-history.ts";
import { readRegistry } from "./read-registry.ts";
import { readRepository } from "./read-repository.ts";
import { readVersion } from "./read-version.ts";
import { askPackages, readVersionFacts } from "./read-version-facts.ts";

/** The part of a model's configuration that a promotion needs. */
export type PromotedModel = Pick<ModelPlan, "name" | "primaryMetric" | "metrics" | "environments">;

export interface PromotionWish {
  readonly plan: PromotedModel;
  readonly environment: string;
  readonly version: number;
  readonly defaultBranch: string;
  /** Login of whoever asked, who counts as the author; undefined: registration did. */
  readonly requestedBy: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Opens or brings up to date the pull request that promotes a version. Without `requestedBy` it is left closed where
 * people closed it for this version. Safe to repeat.
 */
export async function openPromotionPull(workplace: Workplace, wish: PromotionWish): Promise<RequestOutcome> {
  const registry = await readRegistry(workplace, wish.plan.name);
  if (findVersion(registry, wish.version) === undefined) return unknownVersion(wish);
  const request = toRequest("promotion", wish);
  return openRequestPull(workplace, {
    request,
    defaultBranch: wish.defaultBranch,
    explicit: wish.requestedBy !== undefined,
    renderBody: async () => renderBody(workplace, wish, request, undefined),
  });
}

/**
 * Opens or brings up to date the pull request that moves an alias back to an earlier holder, after its registry was asked
 * whether the digest can be pulled now. What is gone is refused; a registry that cannot be asked is said in the text.
 */
export async function openRollbackPull(workplace: Workplace, wish: PromotionWish): Promise<RequestOutcome> {
  const { plan, environment } = wish;
  const version = await readVersion(workplace, plan.name, wish.version);
  if (version === undefined) return unknownVersion(wish);
  if (await isPromotion(workplace, wish)) {
    const reason = `Version ${String(wish.version)} of ${plan.name} is no earlier one that served ${environment} well, so going there is a promotion and not a rollback.`;
    return { kind: "refused", reason };
  }
  const history = await readHistory(workplace, plan.name, { documents: false });
  const servedMs = servedFor(history, { environment, version: wish.version }, workplace.now());
  const state = await askPackages(workplace, version);
  if (state.kind === "absent" || state.kind === "differs") {
    const reason = `Version ${String(wish.version)} of ${plan.name} cannot be pulled: it is ${describePackageState(state)}.`;
    return { kind: "refused", reason };
  }
  const request = toRequest("rollback", wish);
  return openRequestPull(workplace, {
    request,
    defaultBranch: wish.defaultBranch,
    explicit: wish.requestedBy !== undefined,
    renderBody: async () => renderBody(workplace, wish, request, { servedMs, state, now: workplace.now() }),
  });
}

/** Whether the gate would judge it as a promotion. An alias file that cannot be read and one that says so already are told later. */
async function isPromotion(workplace: Workplace, { plan, environment, version, defaultBranch }: PromotionWish) {
  const { parsed } = await readAliases(workplace, plan.name, defaultBranch);
  if ("issues" in parsed) return false;
  const from = parsed.aliases.get(environment);
  const registry = await readRegistry(workplace, plan.name);
  return from !== version && kindOfMove(registry, { environment, from, to: version }) === "promotion";
}

function unknownVersion({ plan, version }: PromotionWish): RequestOutcome {
  return { kind: "refused", reason: `${plan.name} has no version ${String(version)}.` };
}

function toRequest(
  kind: PromotionRequest["kind"],
  { plan, environment, version, requestedBy, reason }: PromotionWish,
): PromotionRequest {
  return {
    kind,
    model: plan.name,
    environment,
    version,
    ...(requestedBy === undefined ? {} : { requestedBy: toSafeLabel(requestedBy, 100) }),
    ...(reason === undefined || reason.trim() === "" ? {} : { reason: toSafeLabel(reason, 500) }),
  };
}

async function renderBody(
  workplace: Workplace,
  { plan, environment, version, defaultBranch }: PromotionWish,
  request: PromotionRequest,
  rollback: RequestFacts["rollback"],
): Promise<string> {
  const repository = await readRepository(workplace);
  const registry = await readRegistry(workplace, plan.name);
  const file = await readAliases(workplace, plan.name, defaultBranch);
  const holder = "aliases" in file.parsed ? file.parsed.aliases.get(environment) : undefined;
  const read = (number: number) => readFacts(workplace, plan.name, number, repository);
  const challenger = await read(version);
  if (challenger === undefined) throw new Error(`version ${String(version)} of ${plan.name} is not readable`);
  const history = await readHistory(workplace, plan.name, { documents: false });
  const counters = (registry?.promotions ?? []).filter((move) => move.environment === environment);
  const facts: RequestFacts = {
    request,
    challenger,
    champion: holder === undefined ? undefined : await read(holder),
    metrics: [plan.primaryMetric, ...plan.metrics],
    environment: plan.environments.find(({ name }) => name === environment),
    nextCounter: Math.max(0, ...counters.map(({ counter }) => counter)) + 1,
    repositoryUrl: repository.url,
    history: history.filter((entry) => entry.environment === environment),
    rollback,
  };
  return renderRequestBody(facts);
}

async function readFacts(
  workplace: Workplace,
  model: string,
  version: number,
  { serverUrl }: Pick<RepositoryFacts, "serverUrl">,
) {
  return readVersionFacts(workplace, { model, version, serverUrl, askRegistry: false });
}
