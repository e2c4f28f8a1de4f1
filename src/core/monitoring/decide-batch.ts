import { type BatchDecision, MAX_BATCH_DECISIONS, type Monitoring } from "./monitoring.ts";

/**
 * The document with what somebody says about a reference batch, newest first. One decision stands for a batch: the other
 * word replaces it; the same word again, about the same document, leaves the first with its reason. The oldest fall out.
 */
export function decideBatch(monitoring: Monitoring, decision: BatchDecision): Monitoring {
  const { decisions = [] } = monitoring;
  const known = findDecision(monitoring, decision.batch);
  if (known?.says === decision.says && known.document === decision.document) return monitoring;
  const others = decisions.filter((one) => one !== known);
  return { ...monitoring, decisions: [decision, ...others].slice(0, MAX_BATCH_DECISIONS) };
}

/** What stands about a batch; `undefined` where nobody has said anything. */
export function findDecision(
  { decisions = [] }: Pick<Monitoring, "decisions">,
  batch: string,
): BatchDecision | undefined {
  return decisions.find((decision) => decision.batch === batch);
}
