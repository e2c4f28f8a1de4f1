import { findVersion } from "../registry/find-version.ts";
import type { PromotionProgress, PromotionRecord, Registry } from "../registry/registry.ts";
import { newestPromotions } from "./plan-moves.ts";
import { findPromotionKey, formatPromotionKey, type PromotionKey } from "./promotion-key.ts";

/** A workflow run that wants to use a guarded environment, as GitHub describes it. */
export interface EnvironmentUse {
  readonly environment: string;
  readonly title: string;
  readonly event: string;
  /** `.github/workflows/deploy.yml`. */
  readonly path: string;
  readonly headBranch: string;
  /** The App itself started it, so that its inputs are what the App wrote. */
  readonly own: boolean;
  readonly fork: boolean | undefined;
}

/** Which promotion a workflow run is of, if it is one of the App's at all. */
export function promotionOfUse(
  use: EnvironmentUse,
  {
    workflow,
    defaultBranch,
  }: { readonly workflow: (key: PromotionKey) => string | undefined; readonly defaultBranch: string },
): PromotionKey | { readonly refusal: string } {
  const key = use.title
    .split("\n")
    .flatMap((line) => findPromotionKey(line) ?? [])
    .at(0);
  if (use.fork !== false) return { refusal: "The code of this workflow run is another repository's." };
  if (!use.own || use.event !== "workflow_dispatch" || key === undefined) {
    return {
      refusal:
        "This workflow run was not started by the App for a promotion, so which version it would serve is not known.",
    };
  }
  if (use.path !== `.github/workflows/${workflow(key) ?? ""}` || use.headBranch !== defaultBranch) {
    return { refusal: "This is not the deploy workflow of the default branch that the configuration names." };
  }
  if (key.environment !== use.environment) {
    return { refusal: `It was promoted to ${key.environment}, not to ${use.environment}.` };
  }
  return key;
}

/** The promotion behind a key, or the sentence that says why its version must not reach the environment now. */
export function judgePromotionUse(
  registry: Registry | undefined,
  key: PromotionKey,
): PromotionProgress | { readonly refusal: string } {
  const newest = registry && newestPromotions(registry).find(({ environment }) => environment === key.environment);
  if (registry === undefined || newest === undefined) {
    return { refusal: `${formatPromotionKey(key)} is not on the ledger.` };
  }
  if (newest.counter !== key.counter) {
    return {
      refusal: `${key.environment} has moved on: its newest promotion is ${String(newest.counter)}, not ${String(key.counter)}.`,
    };
  }
  if (newest.standing === "unverified")
    return { refusal: "The alias moved without a passing check, and nobody has confirmed it." };
  if (findVersion(registry, newest.version) === undefined) {
    return { refusal: `${key.model} has no version ${String(newest.version)}.` };
  }
  return newest;
}

/** Comment of the answer to GitHub: what is decided and the gate's tree as far as there is room. At most `max` characters. */
export function renderGateAnswer(key: PromotionKey, record: PromotionRecord, max: number): string {
  const standing = {
    approved: "approved",
    "break-glass": "approved, **the glass was broken**",
    confirmed: `confirmed by ${record.confirmedBy ?? "somebody"}`,
    unverified: "not verified",
  }[record.standing];
  const pull = record.pullRequest === undefined ? "" : `, #${String(record.pullRequest)}`;
  const head = `${key.model} version ${String(record.version)} holds ${key.environment}: ${standing}${pull}.`;
  const lines = [head, "", ...(record.gate?.text ?? "").split("\n")];
  const kept: string[] = [];
  let left = max - 1;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) {
      kept.push("…");
      break;
    }
    kept.push(line);
  }
  return kept.join("\n").trim().slice(0, max);
}
