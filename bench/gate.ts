import { evaluateGate } from "../src/core/gate/evaluate-gate.ts";
import type { GateFacts } from "../src/core/gate/gate-facts.ts";
import type { GateNode } from "../src/core/gate/gate-node.ts";
import { renderPromotionCheck } from "../src/core/gate/render-promotion-check.ts";
import { buildData, buildDrift, buildEvaluation } from "../test/core/evidence/build-evidence.ts";
import {
  buildChallenger,
  buildCheckFacts,
  buildGateFacts,
  buildPackageEvidence,
  buildPullRequest,
  buildReview,
} from "../test/core/gate/build-gate-facts.ts";
import { buildMove, buildPromotion, ruleNode } from "../test/core/gate/promotion-cases.ts";
import { accept, buildComparison } from "../test/core/report/build-facts.ts";
import type { BenchRow } from "./bench-row.ts";
import { median } from "./measure.ts";

const ROUNDS = 9;
const TIMES = 200;
const SLICES = 40;

/** Each of the ten rules five times: every part is judged, whatever the others say. */
const RULES = 50;

/** One decision about a promotion: the tree alone, and the check run's texts. Facts are in memory, as they are for the App. */
export async function benchGate(): Promise<readonly BenchRow[]> {
  const { gate, facts } = buildCase();
  const promotion = buildPromotion({ moves: [buildMove({ gate, facts })] });
  const result = evaluateGate(gate, facts);
  const judged = result.kind === "all" ? result.nodes.length : 0;
  // A policy that stops at the first rule would be a quick one.
  if (result.verdict !== "pass" || judged !== RULES)
    throw new Error(`judged ${String(judged)} rules: ${result.verdict}`);
  const tree = microseconds(() => evaluateGate(gate, facts).verdict);
  const check = microseconds(() => renderPromotionCheck(promotion).conclusion);
  return [
    {
      name: `gate: a policy of ${String(RULES)} rules, ${String(SLICES)} slices`,
      ours: `${tree.toFixed(0)} µs`,
      theirs: "",
      note: "CPU; evidence in memory, options are parsed each time",
    },
    { name: "the same with the check run's title, summary and text", ours: `${check.toFixed(0)} µs`, theirs: "" },
  ];
}

/** Median over rounds of the mean CPU time of one call, which a busy machine does not lengthen. */
function microseconds(once: () => string): number {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const started = process.cpuUsage();
    for (let time = 0; time < TIMES; time++) once();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / TIMES;
  });
  return median(rounds.slice(1));
}

function buildCase(): { readonly gate: GateNode; readonly facts: GateFacts } {
  const rules = [
    ruleNode("metric", { versus: "champion", "at-least": "non-inferior", margin: 0.002, confidence: 0.9 }),
    ruleNode("slices", { "max-drop": 0.02 }),
    ruleNode("data-contract", {}),
    ruleNode("drift", {}),
    ruleNode("evidence", { "max-age-days": 30, "trusted-workflow": true, "complete-lineage": true, pullable: true }),
    ruleNode("approvals", { count: 2 }),
    ruleNode("checks", { names: ["tests"], app: "github-actions" }),
    ruleNode("freeze", { "time-zone": "Europe/Berlin", weekly: [{ days: ["sat", "sun"] }] }),
    ruleNode("label", { absent: ["do not merge"] }),
    ruleNode("break-glass", { users: ["ana"], "min-length": 5 }),
  ];
  const metrics = [
    {
      name: "roc-auc",
      here: 0.67,
      there: 0.66,
      difference: 0.01,
      interval: [0, 0.02] as [number, number],
      method: "delong",
    },
  ];
  const slices = Array.from({ length: SLICES }, (_, index) => ({
    slice: { column: "origin", value: `A${String(index)}` },
    rows: 1000,
    metrics,
  }));
  const comparison = buildComparison({ "roc-auc": [0.037, 0.033, 0.041] }, { against: "champion", slices });
  const challenger = buildChallenger({
    evaluations: [accept(buildEvaluation({ comparisons: [comparison] }))],
    data: [accept(buildData())],
    drift: [accept(buildDrift())],
    package: accept(buildPackageEvidence()),
  });
  const pullRequest = buildPullRequest({
    reviews: [buildReview(), buildReview({ author: "cleo" })],
    breakGlass: [{ author: "ana", reason: "for the bench", at: "2026-11-25T02:00:00Z" }],
  });
  const facts = buildGateFacts({ challenger, pullRequest, checks: [buildCheckFacts()] });
  return { gate: { kind: "all", nodes: Array.from({ length: RULES / rules.length }, () => rules).flat() }, facts };
}
