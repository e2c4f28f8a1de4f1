import { parseRetraining, serializeMonitoringDocument } from "../../core/monitoring/monitoring-documents.ts";
import { findLiving } from "../../core/retraining/living-record.ts";
import {
  MAX_RETRAININGS,
  type Retraining,
  RetrainingRecord,
  retrainingPath,
} from "../../core/retraining/retraining.ts";
import { MAX_LIVING } from "../../core/retraining/retraining-plan.ts";
import type { KnownLedger } from "../memory.ts";
import type { Workplace } from "../workplace.ts";
import { writeToLedger } from "../write-to-ledger.ts";
import { readRetrainingOf } from "./read-retraining.ts";

export interface RecordChange {
  readonly model: string;
  /** What the change was decided from. */
  readonly before: RetrainingRecord;
  readonly after: RetrainingRecord;
  /** `Late-flights: retraining 3 was merged`. */
  readonly headline: string;
}

/** Replaces a record. False, and nothing is written, where the ledger has another one by now: then it is decided again. */
export async function changeRecord(workplace: Workplace, change: RecordChange): Promise<boolean> {
  const { model, before, after, headline } = change;
  return changeRetraining(workplace, { model, headline }, async (retraining) => {
    const known = retraining.records.find(({ counter }) => counter === before.counter);
    if (known === undefined || !isSame(known, before)) return undefined;
    const records = retraining.records.map((record) => (record === known ? after : record));
    return { ...retraining, records };
  });
}

/**
 * Claims a new record: the commit that adds it decides, among replicas and models. False where the model has a living one
 * by then, is held, or the repository has as many as it may.
 */
export async function claimRecord(
  workplace: Workplace,
  {
    model,
    record,
    models,
  }: { readonly model: string; readonly record: RetrainingRecord; readonly models: readonly string[] },
): Promise<boolean> {
  const headline = `${model}: retraining ${String(record.counter)} is claimed`;
  const claimed = await changeRetraining(workplace, { model, headline }, async (retraining, ledger) => {
    const taken = retraining.records.some(({ counter }) => counter >= record.counter);
    if (taken || retraining.hold !== undefined || findLiving(retraining) !== undefined) return undefined;
    if ((await countLiving(workplace, ledger, models)) >= MAX_LIVING) return undefined;
    return { ...retraining, records: [record, ...retraining.records].slice(0, MAX_RETRAININGS) };
  });
  if (claimed) workplace.memory.ownClaims.set(claimKey(model, record.counter), true);
  return claimed;
}

/** By what the App remembers that a record is its own to open. */
export function claimKey(model: string, counter: number): string {
  return `retrain/${model}/${String(counter)}`;
}

/** One commit of one model's document, decided from the ledger as it is; undefined: nothing is written. Whether it was. */
export async function changeRetraining(
  workplace: Workplace,
  { model, headline }: Pick<RecordChange, "model" | "headline">,
  decide: (retraining: Retraining, ledger: KnownLedger) => Promise<Retraining | undefined>,
): Promise<boolean> {
  const { commit } = await writeToLedger(workplace, async (ledger) => {
    const after = await decide(await readRetrainingOf(workplace, ledger, model), ledger);
    if (after === undefined) return { files: [], headline, result: undefined };
    const path = retrainingPath(model);
    const bytes = Buffer.from(serializeMonitoringDocument(after));
    const retrainings = new Map([[model, parseRetraining(bytes, path)]]);
    return { files: [{ path, bytes }], headline, retrainings, result: undefined };
  });
  return commit !== undefined;
}

/** Living retrainings of these models. */
export async function countLiving(
  workplace: Workplace,
  ledger: KnownLedger,
  models: readonly string[],
): Promise<number> {
  let living = 0;
  for (const model of models) {
    if (findLiving(await readRetrainingOf(workplace, ledger, model)) !== undefined) living += 1;
  }
  return living;
}

/** By value: one may come from the ledger and one from memory. */
function isSame(a: RetrainingRecord, b: RetrainingRecord): boolean {
  return JSON.stringify(RetrainingRecord.parse(a)) === JSON.stringify(RetrainingRecord.parse(b));
}
