import type { Aliases } from "../registry/alias-file.ts";
import type { DashboardBox } from "./dashboard-box.ts";

export interface OfferFacts {
  readonly model: string;
  readonly environments: readonly string[];
  readonly aliases: Aliases;
  readonly newest: number | undefined;
  /** Somebody looks for drift. */
  readonly watched: boolean;
  /** The configuration says how it is retrained. */
  readonly retrainable: boolean;
  /** Environments that an open pull request of the App moves. */
  readonly moving: ReadonlySet<string>;
  /** A retraining pull request is open. */
  readonly retraining: boolean;
}

/** What can be asked for now: nothing that is so already, or that a pull request is open for. */
export function offerBoxes(facts: OfferFacts): readonly DashboardBox[] {
  const { model, environments, aliases, newest, watched, retrainable, moving, retraining } = facts;
  const promotions =
    newest === undefined
      ? []
      : environments
          .filter((environment) => !moving.has(environment) && (aliases.get(environment) ?? 0) !== newest)
          .map((environment) => ({ action: "promote", model, environment, version: newest }) as const);
  return [
    ...(watched ? [{ action: "check", model } as const] : []),
    ...(retrainable && !retraining ? [{ action: "retrain", model } as const] : []),
    ...promotions,
  ];
}
