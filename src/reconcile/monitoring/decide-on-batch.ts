import { toSafeLabel, toSafeText } from "../../core/evidence/limits.ts";
import { decideBatch, findDecision } from "../../core/monitoring/decide-batch.ts";
import type { NamedBatch } from "../../core/monitoring/find-named-batch.ts";
import { type BatchDecision, monitoringPath } from "../../core/monitoring/monitoring.ts";
import { serializeMonitoringDocument } from "../../core/monitoring/monitoring-documents.ts";
import type { Workplace } from "../workplace.ts";
import { writeToLedger } from "../write-to-ledger.ts";
import { readMonitoringOf } from "./read-monitoring.ts";

export interface BatchOrder {
  readonly model: string;
  readonly batch: NamedBatch;
  readonly says: BatchDecision["says"];
  /** Login. */
  readonly by: string;
  readonly reason: string;
}

/** Puts on record what somebody says about a reference batch; returns what stands then, which may be what stood before. */
export async function decideOnBatch(workplace: Workplace, order: BatchOrder): Promise<BatchDecision> {
  const { model, batch, says } = order;
  const { name, window } = batch;
  const wanted: BatchDecision = {
    batch: name,
    says,
    ...(says === "accept" && window !== undefined ? { document: window.document.digest } : {}),
    by: toSafeLabel(order.by, 100),
    at: workplace.now(),
    reason: toSafeText(order.reason, 500),
  };
  const headline = `${model}: ${name} is ${says === "accept" ? "accepted" : "excluded"} by ${wanted.by}`.slice(0, 200);
  const { result } = await writeToLedger(workplace, async (ledger) => {
    const known = await readMonitoringOf(workplace, ledger, model);
    const monitoring = decideBatch(known, wanted);
    const stands = findDecision(monitoring, name) ?? wanted;
    if (monitoring === known) return { files: [], headline, result: stands };
    const bytes = Buffer.from(serializeMonitoringDocument(monitoring));
    const files = [{ path: monitoringPath(model), bytes }];
    return { files, headline, monitorings: new Map([[model, monitoring]]), result: stands };
  });
  return result;
}
