import type { Check } from "../../../src/core/dataset/check.ts";
import type { ColumnProfile } from "../../../src/core/dataset/profile.ts";
import type { ReportFacts } from "../../../src/core/report/report-facts.ts";
import { booleans, categories, numbers, profile } from "../dataset/build-profile.ts";
import { buildDrift } from "../evidence/build-evidence.ts";
import {
  BASE_PROFILE,
  BROKEN,
  buildBaseData,
  buildCheck,
  buildDataFacts,
  buildSilentFacts,
  CHECKS,
  COLUMNS,
  DELIVERY,
  dataOnly,
  document,
  watchedPlan,
} from "./build-data-facts.ts";
import { accept, buildDatasetPlan, buildFacts, buildModel, buildWorkflowRun } from "./build-facts.ts";

const HOSTILE =
  "`@octocat` #1 <img src=x onerror=alert(1)> <!-- [x](https://evil.example) | :tada: $x$ ~~s~~ **b** </details>";

const LEAKAGE: readonly Check[] = [
  buildCheck("train-test.rows", {
    title: "test rows are not training rows",
    origin: "configuration",
    expected: "at most 0 %",
    actual: "31 of 1,000 are",
    failing: { rows: 31, of: 1000 },
    verdict: "fail",
  }),
  buildCheck("predictive-column", {
    title: "no single column tells late",
    origin: "configuration",
    expected: "AUC at most 0.98",
    actual: "delay has 0.64",
    severity: "warning",
  }),
];

const OPEN = buildCheck("flights.quality.text", {
  title: "delays are plausible",
  verdict: "not-evaluated",
  actual: "–",
  reason: "the rule is written in words",
  severity: "warning",
});

function wide(count: number, nulls: number): readonly ColumnProfile[] {
  return Array.from({ length: count }, (_, index) =>
    booleans(`flag_${String(index)}`, 2000 + nulls * (index % 7), 2000, { nulls }),
  );
}

const { pullRequest } = buildFacts();
const FAILED = {
  kind: "failed" as const,
  exitCode: 1,
  logTail: ["DATA_UNREADABLE: data/flights.parquet ends in the middle of a row group", "Copy the file again."],
};

/** Every state that data can be in on a pull request, by the name of its file in `__reports__`. */
export const DATA_REPORT_CASES: Readonly<Record<string, ReportFacts>> = {
  "data-broken": dataOnly(buildDataFacts({ checks: [...BROKEN, OPEN] })),
  "data-passes": dataOnly(buildDataFacts({ profile: BASE_PROFILE })),
  "data-passes-with-warnings": dataOnly(
    buildDataFacts({
      checks: [...CHECKS, { ...CHECKS[0], ...buildCheck("w"), severity: "warning", verdict: "fail" }, OPEN],
    }),
  ),
  "data-and-model": buildFacts({
    data: [{ model: "late-flights", datasets: [buildDataFacts({ profile: BASE_PROFILE })] }],
  }),
  "data-broken-before-model": buildFacts({
    data: [{ model: "late-flights", datasets: [buildDataFacts({ checks: [...BROKEN] })] }],
  }),
  "data-broken-so-not-trained": buildFacts({
    models: [
      buildModel({
        evidence: { runs: [], evaluations: [] },
        workflowRuns: [buildWorkflowRun({ conclusion: "failure" })],
      }),
    ],
    data: [{ model: "late-flights", datasets: [buildDataFacts({ checks: [...BROKEN] })] }],
  }),
  "data-leakage": dataOnly(buildDataFacts({ checks: [...CHECKS, ...LEAKAGE] })),
  "data-same-as-base": dataOnly(
    buildDataFacts(
      { dataset: buildBaseData().evidence.document.dataset, profile: BASE_PROFILE, checks: CHECKS.slice(1) },
      { contractChanged: true, touchedFiles: [] },
    ),
  ),
  "data-repaired": dataOnly(
    buildDataFacts({ profile: BASE_PROFILE }, { base: buildBaseData({ checks: [...BROKEN], verdict: "fail" }) }),
  ),
  "data-first-time": dataOnly(buildDataFacts({}, { base: undefined })),
  "data-base-not-merge-base": dataOnly(buildDataFacts({}, { base: { ...buildBaseData(), isMergeBase: false } })),
  "data-base-unreadable": dataOnly(
    buildDataFacts(
      {},
      { base: buildBaseData({ outcome: FAILED, profile: undefined, checks: [], verdict: "inconclusive" }) },
    ),
  ),
  "data-inconclusive": dataOnly(
    buildDataFacts({ checks: [...CHECKS.slice(1), { ...OPEN, severity: "error", reason: "the column is not there" }] }),
  ),
  "data-no-checks": dataOnly(
    buildDataFacts({ checks: [], contract: undefined }, { plan: watchedPlan({ contract: undefined }) }),
  ),
  "data-other-contract": dataOnly(buildDataFacts({ contract: undefined })),
  "data-unreadable": dataOnly(
    buildDataFacts({ outcome: FAILED, profile: undefined, dataset: undefined, checks: [], verdict: "inconclusive" }),
  ),
  "data-timed-out": dataOnly(
    buildDataFacts({ outcome: { kind: "timed-out", afterSeconds: 3600, logTail: [] }, profile: undefined, checks: [] }),
  ),
  "data-queued": dataOnly(
    buildSilentFacts({ workflowRuns: [buildWorkflowRun({ status: "queued", conclusion: null })] }),
  ),
  "data-running": dataOnly(
    buildSilentFacts({ workflowRuns: [buildWorkflowRun({ status: "in_progress", conclusion: null })] }),
  ),
  "data-running-again": dataOnly(
    buildDataFacts({}, { workflowRuns: [buildWorkflowRun({ status: "in_progress", conclusion: null, attempt: 2 })] }),
  ),
  "data-workflow-failed": dataOnly(buildSilentFacts({ workflowRuns: [buildWorkflowRun({ conclusion: "failure" })] })),
  "data-no-evidence": dataOnly(buildSilentFacts()),
  "data-not-validated": dataOnly(buildSilentFacts({ workflowRuns: [] })),
  "data-not-validated-fork": {
    ...dataOnly(buildSilentFacts({ workflowRuns: [] })),
    pullRequest: { ...pullRequest, fork: true },
  },
  "data-not-watched": dataOnly(
    buildSilentFacts({ plan: buildDatasetPlan({ key: undefined, name: "data/flights.parquet" }) }),
  ),
  "data-refused": dataOnly(
    buildSilentFacts({
      refused: [
        {
          artifact: "pawl-data-late-flights-flights",
          reason: "It was made by a workflow file that this pull request brings.",
          workflowRunUrl: "https://github.com/acme/flights/actions/runs/5700",
        },
      ],
    }),
  ),
  "data-fork": {
    ...dataOnly(buildDataFacts({}, { evidence: accept(document({ profile: BASE_PROFILE }), { standing: "fork" }) })),
    pullRequest: { ...pullRequest, fork: true },
  },
  "data-drift": dataOnly(
    buildDataFacts(
      { profile: BASE_PROFILE },
      {
        drift: accept(
          buildDrift({
            verdict: "drift",
            reason: "1 of 5 columns drifted: share of nulls in delay rose from 2 % to 12 %.",
            findings: [
              {
                columns: ["delay"],
                aspect: "null",
                effect: 0.1,
                bound: 0.05,
                floor: 0.01,
                before: 0.02,
                after: 0.12,
                p1: 0.00004,
                p2: null,
                signal: true,
                material: true,
                verdict: "drift",
                words: "share of nulls in delay rose from 2 % to 12 %",
              },
            ],
          }),
        ),
      },
    ),
  ),
  "data-two-datasets": dataOnly(
    buildDataFacts({ checks: [...BROKEN] }),
    buildSilentFacts({
      plan: watchedPlan({ name: "places", key: "places", path: "data/places" }),
      workflowRuns: [buildWorkflowRun({ status: "queued", conclusion: null })],
    }),
  ),
  "data-other-bins": dataOnly(
    buildDataFacts({
      profile: profile(3, [numbers("distance", [1, 2, 3], { kind: "integer", type: "BIGINT" }), ...COLUMNS.slice(1)]),
    }),
  ),
  "data-hostile-names": dataOnly(
    buildDataFacts(
      {
        profile: profile(4000, [
          numbers(HOSTILE, [1, 2, 3], { type: HOSTILE }),
          categories("origin", { [HOSTILE]: 4000 }, { reference: categories("origin", { ATL: 1600 }) }),
          booleans("late", 1, 3999),
        ]),
        source: { path: HOSTILE, files: 1 },
        checks: [
          buildCheck("x", { title: HOSTILE, expected: HOSTILE, actual: HOSTILE, column: HOSTILE, verdict: "fail" }),
          buildCheck("y", { title: HOSTILE, reason: HOSTILE, verdict: "not-evaluated" }),
        ],
        notes: [HOSTILE],
      },
      {
        base: buildBaseData({
          profile: profile(4000, [categories("origin", { ATL: 4000 }), booleans("late", 3000, 1000)]),
        }),
      },
    ),
  ),
  "data-thousand-columns": dataOnly(
    buildDataFacts(
      { profile: profile(4000, wide(1000, 9)) },
      { base: buildBaseData({ profile: profile(4000, wide(1000, 0)) }) },
    ),
  ),
  "data-three-thousand-checks": dataOnly(
    buildDataFacts({
      profile: DELIVERY,
      checks: Array.from({ length: 3000 }, (_, index) =>
        buildCheck(`flights.column_${String(index)}.not-null`, {
          line: index + 1,
          severity: index % 5 === 0 ? "error" : "warning",
          verdict: index % 2 === 0 ? "fail" : "pass",
          failing: { rows: index, of: 4000 },
        }),
      ),
    }),
  ),
};
