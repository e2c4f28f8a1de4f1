import type { Monitoring } from "../../core/monitoring/monitoring.ts";
import { monitoringPath } from "../../core/monitoring/monitoring.ts";
import { serializeMonitoringDocument } from "../../core/monitoring/monitoring-documents.ts";
import type { Workplace } from "../workplace.ts";
import { writeToLedger } from "../write-to-ledger.ts";
import { readMonitoringOf } from "./read-monitoring.ts";

/** What a change makes of one model's document, and what else came of it. */
export interface MonitoringChange<Result> {
  readonly monitoring: Monitoring;
  readonly result: Result;
}

/**
 * Changes the slots and windows of several models in one commit, by compare-and-swap: decided again from what is there
 * where somebody else wrote in between. A document that stays the same is not written; nothing changed costs no call.
 */
export async function changeMonitorings<Result>(
  workplace: Workplace,
  models: readonly string[],
  change: (monitoring: Monitoring) => MonitoringChange<Result>,
): Promise<ReadonlyMap<string, Result>> {
  if (models.length === 0) return new Map();
  const { result } = await writeToLedger(workplace, async (ledger) => {
    const results = new Map<string, Result>();
    const monitorings = new Map<string, Monitoring>();
    for (const model of models) {
      const known = await readMonitoringOf(workplace, ledger, model);
      const { monitoring, result: ofModel } = change(known);
      results.set(model, ofModel);
      if (!isSame(monitoring, known)) monitorings.set(model, monitoring);
    }
    const files = [...monitorings].map(([model, monitoring]) => ({
      path: monitoringPath(model),
      bytes: Buffer.from(serializeMonitoringDocument(monitoring)),
    }));
    const headline = `Record checks of ${[...monitorings.keys()].join(", ")}`.slice(0, 200);
    return { files, headline, monitorings, result: results };
  });
  return result;
}

/** Another replica may have written the same in between. */
function isSame(one: Monitoring, other: Monitoring): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
