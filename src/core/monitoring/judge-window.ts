import type { DriftPlan } from "../config/monitoring-plan.ts";
import { hasGrossChange } from "../drift/budget/has-gross-change.ts";
import { FEW_BATCHES } from "../drift/calibrate/few-batches.ts";
import { isDrift } from "../drift/is-drift.ts";
import type { DriftEvidence } from "../evidence/drift-evidence.ts";
import type { LedgerEntry } from "../evidence/ledger-index.ts";
import type { Window, WorkflowRunLink } from "./monitoring.ts";
import { addTo } from "./next-due.ts";
import { scoreWindow } from "./window-scores.ts";

export interface WindowFacts {
  readonly evidence: DriftEvidence;
  /** Of the ledger, with `workflowRun` as GitHub names it. */
  readonly entry: Pick<LedgerEntry, "path" | "digest" | "commit" | "acceptedAt" | "fingerprint">;
  readonly workflowRun: WorkflowRunLink;
  readonly slot: string;
  readonly contract: Window["contract"];
  readonly plan: Pick<DriftPlan, "dataset" | "windowMs">;
}

/** One check's evidence as a window, without performance. */
export function judgeWindow({ evidence, entry, workflowRun, slot, contract, plan }: WindowFacts): Window {
  const dataset = evidence.key ?? plan.dataset;
  return {
    ...(dataset === undefined ? {} : { dataset }),
    ...(evidence.window ?? wantedWindow(slot, plan.windowMs)),
    document: { path: entry.path, digest: entry.digest },
    workflowRun,
    commit: entry.commit,
    judgedAt: entry.acceptedAt,
    rows: evidence.current.rows,
    ...(entry.fingerprint === undefined ? {} : { fingerprint: entry.fingerprint }),
    ...judgeEvidence(evidence, { slot, contract }),
    ...holdBack(evidence),
  };
}

/**
 * A window in which nothing stands out is one like those before, even where too little is known to call it stable. What is
 * more than chance stands out only where the batches are too few to know how they move by themselves: were it held back with enough of them
 * too, a reference that moves, of windows of few rows, would stay as it is for ever.
 */
export function holdBack({
  verdict,
  creep,
  calibration,
  findings,
}: Pick<DriftEvidence, "verdict" | "creep" | "calibration" | "findings">): Pick<Window, "held"> {
  const isFew = (calibration?.batches.length ?? 0) < FEW_BATCHES;
  const standsOut = findings.some(
    (finding) => finding.verdict === "inconclusive" && finding.signal && finding.material,
  );
  if (verdict === "inconclusive" && isFew && standsOut) return { held: "stands-out" };
  return creep?.verdict === "drift" ? { held: "creep" } : {};
}

/** What the evidence alone says of its window. */
export function judgeEvidence(
  evidence: Pick<DriftEvidence, "verdict" | "scores" | "findings">,
  { slot, contract }: Pick<WindowFacts, "slot" | "contract">,
): Pick<Window, "slot" | "verdict" | "contract" | "broken" | "gross" | "scores"> {
  const { scores, structural } = scoreWindow(evidence);
  const verdict = isDrift(evidence) ? "drift" : evidence.verdict;
  return {
    slot,
    verdict,
    ...(contract === undefined ? {} : { contract }),
    broken: contract === "fail" || (verdict === "drift" && structural),
    ...(hasGrossChange(evidence.findings) ? { gross: true } : {}),
    scores: [...scores],
  };
}

/** The rows that a check of a slot is about, `[start, end)`; nothing where the configuration says no length. */
export function wantedWindow(slot: string, windowMs: number | undefined): { start?: string; end?: string } {
  return windowMs === undefined ? {} : { start: addTo(slot, -windowMs), end: slot };
}
