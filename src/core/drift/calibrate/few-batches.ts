import type { BatchSet } from "../batch-set.ts";
import { type BatchPrior, COMMON_PRIOR } from "./batch-prior.ts";

/** With fewer reference batches their own movement is hardly known: it is taken together with a prior. */
export const FEW_BATCHES = 8;

/** With fewer, nothing is known of it, and no change can be called unusual. */
export const LEAST_BATCHES = 3;

/** What the movement of few batches is taken together with; undefined for enough of them. */
export function priorOf({ members, prior = COMMON_PRIOR }: BatchSet): BatchPrior | undefined {
  return members.length < FEW_BATCHES ? prior : undefined;
}

/** Degrees of freedom of what is known about the movement of the reference batches. */
export function degreesOfFreedom(set: BatchSet): number {
  return Math.max(set.members.length - 1, 1) + (priorOf(set)?.worth ?? 0);
}

/** The mean of `observed` squares together with the prior's: that of chance and of batches' own effect on one row's variance. */
export function withPrior(
  observed: number,
  { chance, oneRow }: { readonly chance: number; readonly oneRow: number },
  set: BatchSet,
  entry: number,
): number {
  const prior = priorOf(set);
  if (prior === undefined) return observed;
  const { length } = set.members;
  return (length * observed + prior.worth * (chance + prior.effectOf(set, entry) * oneRow)) / (length + prior.worth);
}
