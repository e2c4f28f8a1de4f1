import { FEW_BATCHES } from "./few-batches.ts";

/** The tail of fewer batches' surprises is less certain. */
const SOME_BATCHES = 15;

/**
 * The part of the level that is used with so many reference batches. With fewer than 8 it is a quarter: blocks of real tables that
 * differ much are then within 5 % of false alarms, where the whole level had twice that.
 */
export function levelForBatches(level: number, batches: number): number {
  if (batches < FEW_BATCHES) return 0.25 * level;
  return batches < SOME_BATCHES ? 0.75 * level : level;
}
