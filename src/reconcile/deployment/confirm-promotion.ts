import { newestPromotions } from "../../core/deployment/plan-moves.ts";
import { toProgress } from "../../core/deployment/record-moves.ts";
import { toSafeLabel, toSafeText } from "../../core/evidence/limits.ts";
import { documentDigest } from "../../core/evidence/statement.ts";
import { findVersion } from "../../core/registry/find-version.ts";
import {
  type PromotionProgress,
  type PromotionRecord,
  promotionPath,
  type Registry,
  registryPath,
} from "../../core/registry/registry.ts";
import { serializeRegistryDocument } from "../../core/registry/registry-documents.ts";
import { readBranchHead } from "../../github/branch-head.ts";
import { inTurn } from "../in-turn.ts";
import { readRegistryOf } from "../registry/read-registry.ts";
import { readPromotion } from "../registry/read-version.ts";
import type { Workplace } from "../workplace.ts";
import { type LedgerChange, writeToLedger } from "../write-to-ledger.ts";
import type { DeploymentPlace } from "./deployment-place.ts";
import { carryOut } from "./reconcile-promotions.ts";
import { recordAliasMoves } from "./record-alias-moves.ts";
import { closeUnverified } from "./report-unverified.ts";

export interface Confirmation extends DeploymentPlace {
  readonly model: string;
  readonly environment: string;
  /** Login of somebody who may; whoever calls has asked for that. */
  readonly confirmedBy: string;
  readonly reason?: string | undefined;
  /** When it was said: a move that was recorded later is not what was meant. Undefined: whatever is newest is meant. */
  readonly askedAt?: string | undefined;
}

/** What came of it. */
export type ConfirmationOutcome =
  | { readonly kind: "confirmed"; readonly promotion: PromotionProgress }
  /** One sentence that says why there is nothing to confirm. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Makes an alias count that moved without a passing verdict, and lets everything follow from it. What is confirmed is the
 * newest move, as the default branch has it now; one that names no registered version cannot be.
 */
export async function confirmPromotion(workplace: Workplace, wish: Confirmation): Promise<ConfirmationOutcome> {
  return inTurn(workplace, "lastPromotionTurn", () => confirm(workplace, wish));
}

async function confirm(workplace: Workplace, wish: Confirmation): Promise<ConfirmationOutcome> {
  const { project, defaultBranch, model, environment } = wish;
  const plan = project.models.find(({ name }) => name === model);
  if (plan === undefined) return refuse(`The configuration has no model ${model}.`);
  const head = await readBranchHead(workplace.octokit, workplace.repository, defaultBranch);
  if (head === undefined) return refuse(`There is no branch ${defaultBranch}.`);
  await recordAliasMoves(workplace, model, { head, defaultBranch });
  const { result } = await writeToLedger(workplace, async (ledger) => {
    const registry = await readRegistryOf(workplace, ledger, model);
    return planConfirmation(workplace, registry, wish);
  });
  if (result.outcome.kind === "refused" || result.registry === undefined) return result.outcome;
  workplace.log.info({ model, environment, by: wish.confirmedBy }, "alias without a verdict confirmed");
  await closeUnverified(workplace, model, { environment, counter: result.outcome.promotion.counter });
  // What was only held until now cannot have been tagged or deployed by anybody.
  const records = result.record === undefined ? [] : [result.record];
  await carryOut(workplace, result.registry, { plan, defaultBranch, records });
  return result.outcome;
}

interface Confirmed {
  readonly outcome: ConfirmationOutcome;
  readonly registry: Registry | undefined;
  /** As it was written now; undefined: nothing had to be. */
  readonly record: PromotionRecord | undefined;
}

async function planConfirmation(
  workplace: Workplace,
  registry: Registry | undefined,
  { model, environment, confirmedBy, reason, askedAt }: Confirmation,
): Promise<LedgerChange<Confirmed>> {
  const nothing = (outcome: ConfirmationOutcome): LedgerChange<Confirmed> => ({
    files: [],
    headline: "",
    result: { outcome, registry, record: undefined },
  });
  const newest = registry && newestPromotions(registry).find((one) => one.environment === environment);
  if (registry === undefined || newest === undefined) {
    return nothing(refuse(`The alias ${environment} of ${model} has never moved.`));
  }
  // Said twice, or the answer was lost the first time: what follows is done again where it is not there.
  if (newest.standing === "confirmed") return nothing({ kind: "confirmed", promotion: newest });
  if (newest.standing !== "unverified") {
    return nothing(
      refuse(`The newest move of ${environment} of ${model} had a passing check: nothing needs to be confirmed.`),
    );
  }
  if (newest.version !== undefined && findVersion(registry, newest.version) === undefined) {
    return nothing(refuse(`${model} has no version ${String(newest.version)}, so ${environment} cannot serve it.`));
  }
  const record = await readPromotion(workplace, model, newest);
  if (record === undefined) return nothing(refuse("Its record on the ledger is not as the App wrote it."));
  if (askedAt !== undefined && Date.parse(record.recordedAt) > Date.parse(askedAt)) {
    const now = newest.version === undefined ? "has no version" : `names version ${String(newest.version)}`;
    return nothing(
      refuse(`${environment} of ${model} has moved since that was said: it ${now} now. Look at it, and confirm again.`),
    );
  }
  const digest = findVersion(registry, newest.version)?.digest;
  const confirmed = {
    ...record,
    standing: "confirmed",
    confirmedBy: toSafeLabel(confirmedBy, 100),
    // A version may have been registered after the alias named it.
    ...(digest === undefined ? {} : { digest }),
    ...(reason === undefined ? {} : { reason: toSafeText(reason, 500) }),
  } as const;
  const document = serializeRegistryDocument(confirmed);
  const progress = toProgress(confirmed, documentDigest(Buffer.from(document)));
  const next = { ...registry, promotions: registry.promotions.map((one) => (one === newest ? progress : one)) };
  return {
    files: [
      { path: promotionPath(model, environment, newest.counter), bytes: Buffer.from(document) },
      { path: registryPath(model), bytes: Buffer.from(serializeRegistryDocument(next)) },
    ],
    headline: `Confirm ${model} ${environment} ${String(newest.counter)}`,
    registries: new Map([[model, next]]),
    result: { outcome: { kind: "confirmed", promotion: progress }, registry: next, record: confirmed },
  };
}

function refuse(reason: string): ConfirmationOutcome {
  return { kind: "refused", reason };
}
