import { expect, it } from "vitest";
import type { DriftEvidence, DriftFinding } from "../../../src/core/evidence/drift-evidence.ts";
import { judgeWindow } from "../../../src/core/monitoring/judge-window.ts";
import { noMonitoring } from "../../../src/core/monitoring/monitoring.ts";
import { windowStanding } from "../../../src/core/monitoring/window-standing.ts";
import { buildDrift, fakeDigest, HEAD } from "../evidence/build-evidence.ts";

const SLOT = "2026-11-26T03:17:00Z";
const FINDING: DriftFinding = {
  columns: ["delay"],
  aspect: "location",
  effect: 0.1,
  bound: 0.03,
  floor: 0.01,
  p1: 0,
  p2: 0.3,
  signal: true,
  material: true,
  verdict: "inconclusive",
  words: "delay moved",
};
const creep = (verdict: "drift" | "stable"): Partial<DriftEvidence> => ({
  creep: { verdict, reason: "", windows: 7, rows: 7000, batches: 20, pRun: null, findings: [] },
});
const batches = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `week-${String(index)}`, surprise: 1, columns: [] }));
const known = (count: number): Partial<DriftEvidence> => ({
  calibration: { level: 0.02, surprise: 1, threshold: 3, batches: batches(count) },
});
const noise = { ...FINDING, signal: false };

it.each`
  case                                      | evidence                                                              | contract     | standing
  ${"stable"}                               | ${{ verdict: "stable", findings: [] }}                                | ${"pass"}    | ${{ kind: "joins" }}
  ${"too few rows, and nothing stands out"} | ${{ verdict: "inconclusive", findings: [noise] }}                     | ${"pass"}    | ${{ kind: "joins" }}
  ${"too few batches, and something does"}  | ${{ verdict: "inconclusive", findings: [FINDING, noise] }}            | ${"pass"}    | ${{ kind: "held", because: "stands-out" }}
  ${"seven batches, and something does"}    | ${{ verdict: "inconclusive", findings: [FINDING], ...known(7) }}      | ${"pass"}    | ${{ kind: "held", because: "stands-out" }}
  ${"too few rows, and batches that move"}  | ${{ verdict: "inconclusive", findings: [FINDING], ...known(8) }}      | ${"pass"}    | ${{ kind: "joins" }}
  ${"stable by itself, and crept away"}     | ${{ verdict: "stable", findings: [], ...creep("drift") }}             | ${undefined} | ${{ kind: "held", because: "creep" }}
  ${"stable in both comparisons"}           | ${{ verdict: "stable", findings: [], ...creep("stable") }}            | ${undefined} | ${{ kind: "joins" }}
  ${"drift"}                                | ${{ verdict: "drift", findings: [{ ...FINDING, verdict: "drift" }] }} | ${"pass"}    | ${{ kind: "drifted" }}
  ${"a broken contract"}                    | ${{ verdict: "stable", findings: [] }}                                | ${"fail"}    | ${{ kind: "never", because: "contract" }}
`("a window that is $case: $standing.kind", ({ evidence, contract, standing }) => {
  const window = judgeWindow({
    evidence: buildDrift(evidence as Partial<DriftEvidence>),
    entry: { path: "evidence/x/2026-11/drift-1-1.json", digest: fakeDigest("d1"), commit: HEAD, acceptedAt: SLOT },
    workflowRun: { id: 1, url: "https://github.com/acme/flights/actions/runs/1" },
    slot: SLOT,
    contract,
    plan: { dataset: "flights", windowMs: undefined },
  });
  expect(windowStanding({ ...noMonitoring("late-flights"), windows: [window] }, window)).toEqual(standing);
});
