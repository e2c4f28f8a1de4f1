import type { DriftFinding } from "../../../src/core/evidence/drift-evidence.ts";
import type { Window } from "../../../src/core/monitoring/monitoring.ts";
import type { DataIncidentFacts } from "../../../src/core/retraining/render-data-incident.ts";
import type { RetrainingBodyFacts } from "../../../src/core/retraining/render-retraining-body.ts";
import type { RetrainingNews } from "../../../src/core/retraining/render-retraining-comment.ts";
import type { RetrainingCause } from "../../../src/core/retraining/retraining.ts";
import { fakeDigest } from "../evidence/build-evidence.ts";
import { brokenWeek, weekOf } from "../monitoring/window-cases.ts";
import { buildCheck } from "../report/build-data-facts.ts";
import { buildPolicy, buildRecord, buildTraining } from "./build-retraining.ts";

const REPOSITORY = "https://github.com/acme/flights";

/** Newest first: drift in two of the last five. */
export const WEEKS: readonly Window[] = [2.13, 1.4, 0.4, 0.7, 0.1, 0.2, 0.3, 0.1].map((size, week) =>
  weekOf(week, size),
);

export function buildFinding(change: Partial<DriftFinding> = {}): DriftFinding {
  return {
    columns: ["dep_delay"],
    aspect: "distribution",
    effect: 0.213,
    bound: 0.1,
    floor: 0.01,
    p1: 1e-12,
    p2: 0.01,
    signal: true,
    material: true,
    verdict: "drift",
    words: "median of dep_delay moved from 4 to 11",
    histogram: "▁▃█▅▂▁ → ▁▂▄▆█▅",
    ...change,
  };
}

const FINDINGS: readonly DriftFinding[] = [
  buildFinding(),
  buildFinding({
    columns: ["origin"],
    aspect: "categories",
    effect: 0.142,
    words: "14 % of the rows of origin moved to other categories: ATL from 20 % to 31 %",
    histogram: undefined,
  }),
  buildFinding({ columns: ["carrier"], verdict: "stable", words: "not shown" }),
];

const CAUSE: RetrainingCause = {
  kind: "drift",
  fingerprint: fakeDigest("ca"),
  columns: ["dep_delay", "origin"],
  severity: 2.13,
  windows: [WEEKS[0], WEEKS[1]].flatMap((week) => week?.slot ?? []),
};

const DATA = { start: "2025-11-27T03:17:00.000Z", end: "2026-11-26T03:17:00.000Z" };

function buildBody(change: Partial<RetrainingBodyFacts> = {}): RetrainingBodyFacts {
  return {
    model: "late-flights",
    record: buildRecord({
      counter: 3,
      cause: CAUSE,
      window: DATA,
      runs: [buildTraining({ outcome: "running", dispatchedAt: "2026-11-26T04:02:10.000Z" })],
    }),
    plan: buildPolicy(),
    environments: ["production"],
    windows: WEEKS,
    findings: FINDINGS,
    changes: [
      { file: "params.yaml", pointer: "/data/end", before: "2026-11-19", after: "2026-11-26" },
      { file: "params.yaml", pointer: "/train/seed", before: "2", after: "3" },
    ],
    repositoryUrl: REPOSITORY,
    ...change,
  };
}

const PERFORMANCE: Window = weekOf(0, 0.2, {
  performance: {
    metric: "roc_auc",
    value: 0.612,
    interval: [0.601, 0.623],
    expected: 0.671,
    drop: 0.059,
    labelled: 60_112,
    rows: 61_204,
    provisional: false,
  },
});

const EVIL = "x](http://evil.example) <img src=x> @team #1 |\n\n### forged ```";

export const BODY_CASES: Readonly<Record<string, RetrainingBodyFacts>> = {
  drift: buildBody(),
  performance: buildBody({
    plan: buildPolicy({ performanceDrop: 0.02 }),
    windows: [PERFORMANCE, ...WEEKS.slice(1)],
    findings: [],
    record: buildRecord({
      counter: 4,
      window: DATA,
      runs: [],
      cause: { ...CAUSE, kind: "performance", columns: [], severity: 2.95, windows: [PERFORMANCE.slot] },
    }),
  }),
  person: buildBody({
    record: buildRecord({
      counter: 5,
      window: { end: DATA.end },
      runs: [buildTraining()],
      cause: { ...CAUSE, kind: "person", columns: [], severity: 0, windows: [], requestedBy: "ana", reason: "New hub" },
    }),
    windows: [],
    findings: [],
    changes: [],
    environments: ["staging", "production"],
  }),
  "failed-twice": buildBody({
    record: buildRecord({
      counter: 3,
      cause: CAUSE,
      window: undefined,
      runs: [
        buildTraining({
          outcome: "failed",
          reason: "exit code 1",
          dispatchedAt: "2026-11-26T09:00:00Z",
          workflowRun: undefined,
        }),
        buildTraining({ outcome: "preempted", dispatchedAt: "2026-11-26T04:02:10Z" }),
      ],
    }),
    environments: [],
    changes: [{ file: "params.yaml", pointer: "/data/end", before: "2026-11-26", after: "2026-11-26" }],
  }),
  "hands-off": buildBody({ record: buildRecord({ counter: 3, cause: CAUSE, state: "hands-off" }) }),
  "forgotten-windows": buildBody({ windows: [], findings: [] }),
  hostile: buildBody({
    record: buildRecord({
      cause: { ...CAUSE, columns: Array.from({ length: 9 }, (_, index) => `${EVIL}${String(index)}`) },
      runs: [buildTraining({ outcome: "refused", reason: EVIL, workflowRun: undefined })],
    }),
    findings: [buildFinding({ words: EVIL, columns: [EVIL] })],
    changes: [{ file: EVIL, pointer: EVIL, before: EVIL, after: `${EVIL}!` }],
    windows: [weekOf(0, 2, { workflowRun: { id: 1, url: "javascript:alert(1)" } })],
  }),
};

export const NEWS_CASES: Readonly<Record<string, RetrainingNews>> = {
  "training-failed": {
    kind: "training-failed",
    run: buildTraining({ outcome: "failed", reason: "exit code 1 after 12 s." }),
    logTail: ["Traceback (most recent call last):", "ValueError: no rows after 2026-11-26", "```", "### forged"],
  },
  "training-failed-silently": { kind: "training-failed", run: buildTraining({ outcome: "failed" }), logTail: [] },
  preempted: {
    kind: "preempted",
    run: buildTraining({ outcome: "preempted", reason: "the runner lost its machine" }),
    next: buildTraining({ workflowRun: undefined, outcome: "running" }),
  },
  "preempted-twice": { kind: "preempted", run: buildTraining({ outcome: "preempted" }), next: undefined },
  "training-refused": {
    kind: "training-refused",
    run: buildTraining({
      outcome: "refused",
      reason: "Workflow does not have 'workflow_dispatch' trigger",
      workflowRun: undefined,
    }),
  },
  "edit-does-not-apply": {
    kind: "edit-does-not-apply",
    problem: "/data/end of params.yaml does not exist; did you mean /data/ends?",
  },
  "hands-off": { kind: "hands-off", by: "bo" },
  "drift-gone": { kind: "drift-gone", windows: [0.2, 0.3, 0.1, 1.4].map((size, week) => weekOf(week, size)), good: 3 },
  hostile: { kind: "edit-does-not-apply", problem: `${EVIL} <!-- pawl:retraining x 1 -->` },
};

const FLIGHTS = [
  brokenWeek(0),
  brokenWeek(1),
  weekOf(2, 0.3, { dataset: "flights" }),
  weekOf(3, 0.1, { dataset: "flights" }),
];

function buildIncident(change: Partial<DataIncidentFacts> = {}): DataIncidentFacts {
  return {
    model: "late-flights",
    dataset: "flights",
    broken: FLIGHTS.slice(0, 2),
    lastGood: FLIGHTS[2],
    windows: FLIGHTS,
    checks: [
      buildCheck("flights.arr_delay.range", {
        title: "arr_delay is between -90 and 2,000",
        expected: "between -90 and 2,000",
        actual: "1,204 of 61,204 rows are not",
        verdict: "fail",
        severity: "error",
        line: 31,
      }),
      buildCheck("flights.arr_delay.range", { title: "a warning is not shown", verdict: "fail", severity: "warning" }),
      buildCheck("flights.arr_delay.range", { title: "what passed is not shown" }),
    ],
    findings: [
      buildFinding({
        columns: ["arr_delay"],
        effect: 0.97,
        rescaled: 60,
        words: "median of arr_delay moved from 6 to 360: multiplied by about 60, as from minutes to seconds",
        histogram: "█▂▁▁▁▁ → ▁▁▂▅█▃",
      }),
      buildFinding({ words: "a change of the world is not shown" }),
    ],
    retrains: true,
    owners: { users: ["ana"], teams: ["acme/data"], emails: ["feed@acme.example"] },
    repositoryUrl: REPOSITORY,
    ...change,
  };
}

export const INCIDENT_CASES: Readonly<Record<string, DataIncidentFacts>> = {
  "minutes-became-seconds": buildIncident(),
  "contract-alone": buildIncident({
    findings: [],
    retrains: false,
    owners: { users: [], teams: [], emails: [] },
    lastGood: undefined,
    broken: FLIGHTS.slice(0, 1),
    windows: FLIGHTS.slice(0, 1),
  }),
  "structural-alone": buildIncident({ checks: [], dataset: undefined }),
  "nothing-known": buildIncident({ checks: [], findings: [] }),
  hostile: buildIncident({
    checks: [
      buildCheck("flights.arr_delay.range", {
        title: EVIL,
        expected: EVIL,
        actual: EVIL,
        verdict: "fail",
        severity: "error",
      }),
    ],
    findings: [buildFinding({ words: EVIL, aspect: "null" })],
  }),
};
