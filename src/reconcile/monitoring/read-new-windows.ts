import type { DriftEvidence } from "../../core/evidence/drift-evidence.ts";
import type { EvaluationEvidence } from "../../core/evidence/evaluation-evidence.ts";
import type { LedgerEntry } from "../../core/evidence/ledger-index.ts";
import { compareInstants } from "../../core/monitoring/edit-slots.ts";
import { judgeWindow } from "../../core/monitoring/judge-window.ts";
import { MAX_WINDOWS, type Monitoring, type Slot, type Window } from "../../core/monitoring/monitoring.ts";
import type { JudgedPerformance } from "../../core/monitoring/put-windows.ts";
import { toWindowPerformance } from "../../core/monitoring/window-performance.ts";
import { readDocument, readEntries } from "../read-ledger.ts";
import { readChampion } from "../registry/read-champion.ts";
import type { Workplace } from "../workplace.ts";
import { bindSlot } from "./bind-slot.ts";
import { readMonitoring } from "./read-monitoring.ts";
import type { WatchedModel } from "./watched-model.ts";

/** What one check's evidence makes of the document. */
export interface NewWindow {
  /** Judged, or failed where the check itself failed. */
  readonly slot: Slot;
  readonly window: Window | undefined;
  /** What it says of this and earlier windows. */
  readonly judged: readonly JudgedPerformance[];
}

/** The first look at a repository whose checks ran without the App takes so many of them, the newest. */
const MOST_AT_ONCE = 24;

/** What starts a drift check; evidence that a push or a pull request left is of something else. */
const CHECK_EVENTS: readonly string[] = ["schedule", "workflow_dispatch"];

/** Evidence of the default branch's checks that is no window yet, oldest first. Costs no call where there is none. */
export async function readNewWindows(
  workplace: Workplace,
  watched: WatchedModel,
  defaultBranch: string,
): Promise<readonly NewWindow[]> {
  const { name } = watched.plan;
  const { noWindows } = workplace.memory;
  const monitoring = await readMonitoring(workplace, name);
  const entries = await readEntries(workplace, name);
  const found: NewWindow[] = [];
  for (const entry of newEntries(entries, monitoring, watched)) {
    const key = memoryKey(name, entry);
    if (noWindows.get(key) === true) continue;
    const window = await readNewWindow(workplace, watched, { entry, entries, monitoring, defaultBranch });
    if (window === undefined) noWindows.set(key, true);
    else found.push(window);
  }
  return found;
}

interface Found {
  readonly entry: LedgerEntry;
  readonly entries: readonly LedgerEntry[];
  readonly monitoring: Monitoring;
  readonly defaultBranch: string;
}

/** Of each workflow run the newest attempt, where the document does not have it; oldest first. */
function newEntries(
  entries: readonly LedgerEntry[],
  { windows, slots }: Monitoring,
  { drift }: WatchedModel,
): readonly LedgerEntry[] {
  const oldest = windows.length < MAX_WINDOWS ? undefined : windows.at(-1)?.judgedAt;
  const attempts = new Map<number, LedgerEntry>();
  for (const entry of entries) {
    const { kind, key, onDefaultBranch, workflowRun } = entry;
    if (kind !== "drift" || !onDefaultBranch || !CHECK_EVENTS.includes(workflowRun.event)) continue;
    if (key !== undefined && drift.dataset !== undefined && key !== drift.dataset) continue;
    const known = attempts.get(workflowRun.id);
    if (known === undefined || known.workflowRun.attempt < workflowRun.attempt) attempts.set(workflowRun.id, entry);
  }
  return [...attempts.values()]
    .filter(({ digest, acceptedAt, outcome, workflowRun }) => {
      if (oldest !== undefined && compareInstants(acceptedAt, oldest) < 0) return false;
      if (windows.some(({ document }) => document.digest === digest)) return false;
      const slot = slots.find((one) => one.workflowRun?.id === workflowRun.id);
      return outcome === "succeeded" || slot?.state !== "failed";
    })
    .sort((a, b) => compareInstants(a.acceptedAt, b.acceptedAt))
    .slice(-MOST_AT_ONCE);
}

async function readNewWindow(
  workplace: Workplace,
  watched: WatchedModel,
  { entry, entries, monitoring, defaultBranch }: Found,
): Promise<NewWindow | undefined> {
  const { drift } = watched;
  const document = await readDocument(workplace, entry);
  const evidence = document?.statement.predicate;
  if (evidence?.schema !== "pawl.drift/v1") return undefined;
  const { path } = evidence.identity.workflow;
  if (path !== "" && path !== `.github/workflows/${drift.workflow}`) return undefined;
  const slot = await bindSlot(workplace, watched, { monitoring, entry });
  if (slot?.workflowRun === undefined) return undefined;
  if (evidence.outcome.kind !== "succeeded") {
    const reason = `The check ${evidence.outcome.kind === "failed" ? "failed" : `ended as ${evidence.outcome.kind}`}: its log says why.`;
    return { slot: { ...slot, state: "failed", reason }, window: undefined, judged: [] };
  }
  const window = judgeWindow({
    evidence,
    entry,
    workflowRun: slot.workflowRun,
    slot: slot.at,
    contract: contractOf(entries, entry, evidence.key ?? drift.dataset),
    plan: drift,
  });
  const judged = await readPerformance(workplace, watched, {
    evidence,
    defaultBranch,
    runsUrl: slot.workflowRun.url.replace(/\/\d+$/, ""),
  });
  const own = judged[0];
  const { reason: _, ...bound } = slot;
  return {
    slot: { ...bound, state: "judged" },
    // Rows without times are all of one window, this one.
    window:
      own !== undefined && (own.start === undefined || window.start === undefined)
        ? { ...window, performance: own.performance }
        : window,
    judged,
  };
}

/** What the data evidence of the same workflow run says about the contract. */
function contractOf(
  entries: readonly LedgerEntry[],
  { workflowRun }: LedgerEntry,
  dataset: string | undefined,
): Window["contract"] {
  const ofRun = entries.filter(({ kind, workflowRun: other }) => kind === "data" && other.id === workflowRun.id);
  const named = ofRun.filter(({ key }) => dataset === undefined || key === dataset);
  const newest = named.toSorted((a, b) => b.workflowRun.attempt - a.workflowRun.attempt)[0];
  const verdict = newest?.outcome === "succeeded" ? newest.verdict : undefined;
  return verdict === "pass" || verdict === "fail" || verdict === "inconclusive" ? verdict : undefined;
}

/** Newest window first, as in the evidence. */
async function readPerformance(
  workplace: Workplace,
  { plan }: WatchedModel,
  { evidence, defaultBranch, runsUrl }: { evidence: DriftEvidence; defaultBranch: string; runsUrl: string },
): Promise<readonly JudgedPerformance[]> {
  const windows = evidence.performance?.windows ?? [];
  if (windows.length === 0) return [];
  const champion = await readChampion(workplace, plan, { ref: defaultBranch, runsUrl });
  const evaluation: EvaluationEvidence | undefined = champion?.evaluation?.document;
  return windows.map((window) => ({
    start: window.start,
    end: window.end,
    performance: toWindowPerformance(window, plan.primaryMetric, evaluation),
  }));
}

function memoryKey(model: string, { digest }: LedgerEntry): string {
  return `${model} ${digest}`;
}
