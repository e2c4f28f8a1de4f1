import type { DatasetPlan } from "../../../src/core/config/project-config.ts";
import type { Check } from "../../../src/core/dataset/check.ts";
import { judgeChecks } from "../../../src/core/dataset/judge-checks.ts";
import type { ColumnProfile, Profile } from "../../../src/core/dataset/profile.ts";
import type { DataEvidence } from "../../../src/core/evidence/data-evidence.ts";
import { formatCount, formatQuantity } from "../../../src/core/report/format-number.ts";
import type { DataFacts, ReportFacts } from "../../../src/core/report/report-facts.ts";
import { booleans, categories, numbers, profile, sequence } from "../dataset/build-profile.ts";
import { BASE, buildData, buildIdentity, fakeDigest } from "../evidence/build-evidence.ts";
import { accept, buildDatasetPlan, buildFacts, buildWorkflowRun } from "./build-facts.ts";

export const CONTRACT = "data/flights.odcs.yaml";

export function watchedPlan(overrides: Partial<DatasetPlan> = {}): DatasetPlan {
  return buildDatasetPlan({ contract: CONTRACT, workflow: "data.yml", label: "late", ...overrides });
}

function describeBroken(failing: Check["failing"]): string {
  return failing === undefined ? "not so" : `${formatCount(failing.rows)} of ${formatQuantity(failing.of, "row")}`;
}

export function buildCheck(id: string, overrides: Partial<Check> = {}): Check {
  const column = id.split(".").at(-2);
  return {
    id,
    title: `${column ?? "flights"} ${id.split(".").at(-1) ?? ""}`,
    origin: "contract",
    rule: id.split(".").at(-1) ?? "rule",
    expected: "no row breaks it",
    actual: overrides.verdict === "fail" ? describeBroken(overrides.failing) : "all of 4,000 rows",
    severity: "error",
    verdict: "pass",
    line: 12,
    ...overrides,
  };
}

export const CHECKS: readonly Check[] = [
  buildCheck("flights.distance.range", {
    title: "distance is between 30 and 5000",
    expected: "between 30 and 5000",
    actual: "all of 4,000 rows",
    failing: { rows: 0, of: 4000 },
    line: 31,
  }),
  buildCheck("flights.origin.values", {
    title: "origin is one of ATL, ORD, DFW and HNL",
    expected: "one of 4 values",
    actual: "all of 4,000 rows",
    failing: { rows: 0, of: 4000 },
    line: 40,
  }),
  buildCheck("flights.destination.present", {
    title: "There is a column destination",
    expected: "a column of this name",
    actual: "there",
    line: 46,
  }),
];

const MILES = sequence(4000).map((share) => Math.round(31 + 4952 * share ** 3));
const distance = numbers("distance", MILES, { kind: "integer", type: "BIGINT" });
const delay = numbers(
  "delay",
  sequence(4000, 3).map((share) => Math.round(120 * share * share - 10)),
  {
    kind: "integer",
    type: "BIGINT",
  },
);
const origin = categories("origin", { ATL: 1600, ORD: 1200, DFW: 800, HNL: 400 });

export const COLUMNS: readonly ColumnProfile[] = [
  distance,
  delay,
  origin,
  categories("destination", { ATL: 2000, ORD: 2000 }),
  booleans("late", 3200, 800),
];

export const BASE_PROFILE: Profile = profile(4000, COLUMNS);

/** Kilometres instead of miles, no ATL, one column under another name, more rows without a delay. */
export const DELIVERY: Profile = profile(2400, [
  numbers(
    "distance",
    MILES.slice(0, 2400).map((miles) => Math.round(miles * 1.609344)),
    { reference: distance, kind: "integer", type: "BIGINT" },
  ),
  {
    ...numbers(
      "delay",
      sequence(2112, 3).map((share) => Math.round(120 * share * share - 10)),
      { reference: delay, kind: "integer", type: "INTEGER" },
    ),
    nulls: 288,
  },
  categories("origin", { ORD: 1200, DFW: 800, HNL: 394, XYZ: 6 }, { reference: origin }),
  categories("dest", { ATL: 1180, ORD: 1220 }),
  booleans("late", 1800, 600),
]);

/** What the contract says to that delivery. */
export const BROKEN: readonly Check[] = CHECKS.map((check) => {
  switch (check.id) {
    case "flights.distance.range":
      return {
        ...check,
        verdict: "fail",
        actual: "outside: 214 of 2,400 rows (8.92 %)",
        failing: { rows: 214, of: 2400 },
      };
    case "flights.origin.values":
      return { ...check, verdict: "fail", actual: "others: 6 of 2,400 rows (0.25 %)", failing: { rows: 6, of: 2400 } };
    default:
      return { ...check, verdict: "fail", actual: "the data has no such column" };
  }
});

const BASE_IDENTITY = buildIdentity({
  commit: BASE,
  checkout: BASE,
  event: "push",
  ref: "refs/heads/main",
  workflowRun: { id: 4100, attempt: 1, number: 41, job: "validate" },
});

function identityOf(digest: string) {
  const value = fakeDigest(digest);
  return { name: "flights", path: "data/flights.parquet", algorithm: "sha256", value, source: "content" } as const;
}

export function document(overrides: Partial<DataEvidence> = {}): DataEvidence {
  const checks = overrides.checks ?? [...CHECKS];
  return buildData({
    profile: DELIVERY,
    dataset: identityOf("11aa"),
    source: { format: "parquet", path: "data/flights.parquet", files: 1, bytes: 4_812_003 },
    contract: { path: CONTRACT, sha256: fakeDigest("c0"), version: "1.2.0" },
    label: "late",
    checks,
    verdict: judgeChecks(checks),
    ...overrides,
  });
}

export function buildBaseData(overrides: Partial<DataEvidence> = {}): NonNullable<DataFacts["base"]> {
  const evidence = document({
    identity: BASE_IDENTITY,
    startedAt: "2026-11-22T08:00:00Z",
    finishedAt: "2026-11-22T08:00:05Z",
    profile: BASE_PROFILE,
    dataset: identityOf("9f2c"),
    ...overrides,
  });
  return { evidence: accept(evidence), isMergeBase: true };
}

/** A pull request that brings other data, with what `evidence` says about them. */
export function buildDataFacts(
  evidence: Partial<DataEvidence> | undefined = {},
  overrides: Partial<DataFacts> = {},
): DataFacts {
  return {
    plan: watchedPlan(),
    touchedFiles: ["data/flights.parquet"],
    contractChanged: false,
    evidence: accept(document(evidence)),
    base: buildBaseData(),
    workflowRuns: [buildWorkflowRun()],
    refused: [],
    ...overrides,
  };
}

/** Nothing of a workflow run has arrived. */
export function buildSilentFacts(overrides: Partial<DataFacts> = {}): DataFacts {
  return buildDataFacts({}, { evidence: undefined, ...overrides });
}

/** A pull request that touches these datasets, and no model. */
export function dataOnly(...datasets: readonly DataFacts[]): ReportFacts {
  return buildFacts({ models: [], data: [{ model: "late-flights", datasets }] });
}
