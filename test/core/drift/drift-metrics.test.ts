import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { formatDriftMetrics, MAX_METRIC_COLUMNS } from "../../../src/core/drift/drift-metrics.ts";
import { formatPrometheus } from "../../../src/core/drift/format-prometheus.ts";
import type { DriftEvidence } from "../../../src/core/evidence/drift-evidence.ts";
import { requireProgram } from "../../support/require-program.ts";
import { FULL_METRICS, finding, WINDOW } from "../../templates/monitoring/prometheus-metrics.ts";
import { buildDrift, buildEvaluation } from "../evidence/build-evidence.ts";

const hasPromtool = requireProgram("promtool", "install it: apt-get install prometheus");

/** What Prometheus' own tool says; nothing where it accepts the text. */
function complaints(text: string): string {
  const { status, stderr } = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
  return status === 0 ? "" : `${String(status)} ${stderr}`;
}

const lines = (text: string, name: string) => text.split("\n").filter((line) => line.startsWith(`${name}{`));
const PRIMARY = { name: "roc-auc", direction: "higher", margin: 0 } as const;

describe("the numbers of a check", () => {
  it("say everything that the evidence says", async () => {
    await expect(FULL_METRICS).toMatchFileSnapshot("__snapshots__/full.prom");
  });

  it("name one verdict, and a check that failed has none", () => {
    const failed: DriftEvidence["outcome"] = { kind: "failed", exitCode: 1, logTail: [] };
    const of = (text: string) => lines(text, "pawl_drift_verdict").filter((line) => line.endsWith(" 1"));
    expect(of(formatDriftMetrics(buildDrift({ verdict: "stable" }), {}))).toEqual([
      'pawl_drift_verdict{model="late-flights",dataset="flights",verdict="stable"} 1',
    ]);
    const text = formatDriftMetrics(buildDrift({ verdict: "inconclusive", outcome: failed }), {});
    expect(of(text)).toEqual(['pawl_drift_verdict{model="late-flights",dataset="flights",verdict="failed"} 1']);
    expect(text).not.toContain("pawl_drift_rows");
  });

  it.each([
    [
      "reached",
      { since: "2026-11-15T03:17:00Z", drifted: 2, of: 3, gross: false },
      [`pawl_drift_alarm{model="late-flights",dataset="flights"} 1`],
    ],
    ["not reached", null, [`pawl_drift_alarm{model="late-flights",dataset="flights"} 0`]],
    ["not looked for", undefined, []],
  ])("say whether an alarm is %s", (_name, alarm, expected) => {
    const evidence = buildDrift({ verdict: "drift", ...(alarm === undefined ? {} : { alarm }) });
    expect(lines(formatDriftMetrics(evidence, {}), "pawl_drift_alarm")).toEqual(expected);
  });

  it("hold at most so many columns, the most important ones", () => {
    const findings = Array.from({ length: 500 }, (_, index) => finding(`c${String(index)}`));
    const text = formatDriftMetrics(buildDrift({ findings }), {});
    expect(lines(text, "pawl_drift_effect")).toHaveLength(MAX_METRIC_COLUMNS);
    expect(lines(text, "pawl_drift_effect")[0]).toContain('column="c0"');
    expect(text).toContain('pawl_drift_columns{model="late-flights",dataset="flights",verdict="drift"} 500');
  });

  it("of a column that several findings are about count it once, as its worst", () => {
    const findings = [finding("delay", { verdict: "stable", aspect: "null" }), finding("delay"), finding("distance")];
    const text = formatDriftMetrics(buildDrift({ findings }), {});
    expect(lines(text, "pawl_drift_columns").map((line) => line.replace(/.*verdict=/, ""))).toEqual([
      '"drift"} 2',
      '"inconclusive"} 0',
      '"stable"} 0',
    ]);
  });

  it("of the model are of the newest window whose labels are there", () => {
    const young = { ...WINDOW, start: WINDOW.end, end: "2026-11-22T03:17:00Z", labelled: 100, provisional: true };
    const newest = { ...young, metrics: [{ name: "roc-auc", value: 0.2, interval: null }] };
    const performance = { task: "binary", windows: [newest, WINDOW], notes: [] } as const;
    const evidence = buildDrift({ performance: { ...performance, windows: [...performance.windows], notes: [] } });
    const champion = buildEvaluation({ metrics: [{ name: "roc-auc", value: 0.7, interval: null }] });
    const labels = { share: 0.95, delayMs: 7 * 86_400_000 };
    const text = formatDriftMetrics(evidence, { primaryMetric: PRIMARY, champion, labels });
    expect(lines(text, "pawl_model_metric")).toContain(
      'pawl_model_metric{model="late-flights",metric="roc-auc",kind="measured"} 0.61',
    );
    expect(Number(lines(text, "pawl_model_drop")[0]?.split(" ").at(-1))).toBeCloseTo(0.09, 12);
    // Its labels are not due yet.
    expect(lines(text, "pawl_labels_share")).toEqual(['pawl_labels_share{model="late-flights"} 0.98']);
    expect(lines(text, "pawl_model_drop_bound")).toEqual([]);
  });

  it.each([
    ["higher", 0.7, 0.09],
    ["lower", 0.5, 0.11],
  ] as const)("say a drop as positive where %s is better", (direction, expected, drop) => {
    const champion = buildEvaluation({ metrics: [{ name: "roc-auc", value: expected, interval: null }] });
    const evidence = buildDrift({ performance: { task: "binary", windows: [WINDOW], notes: [] } });
    const text = formatDriftMetrics(evidence, { primaryMetric: { ...PRIMARY, direction }, champion });
    expect(Number(lines(text, "pawl_model_drop")[0]?.split(" ").at(-1))).toBeCloseTo(drop, 12);
  });

  it("are not there where they are not defined", () => {
    expect(FULL_METRICS).not.toContain('metric="recall"');
    expect(FULL_METRICS).not.toMatch(/ (null|undefined|NaN)$/m);
  });
});

describe.skipIf(!hasPromtool)("Prometheus' own tool accepts", () => {
  it("everything that a check can say", () => expect(complaints(FULL_METRICS)).toBe(""));

  it("the least that a check can say", () => {
    expect(complaints(formatDriftMetrics(buildDrift({ findings: [] }), {}))).toBe("");
  });

  it.each([
    ["quotes and braces", 'a"} 1\npawl_drift_verdict{verdict="stable'],
    ["a backslash at its end", "a\\"],
    ["a line break", "a\nb\r\nc"],
    ["half a character", "a\ud800b"],
    ["another script", "延误 🛫"],
    ["a comment", "# TYPE pawl_drift_effect counter"],
    ["nothing", ""],
  ])("a column whose name has %s", (_, column) => {
    const text = formatDriftMetrics(buildDrift({ findings: [finding(column), finding("delay")] }), {});
    expect(complaints(text)).toBe("");
    expect(lines(text, "pawl_drift_effect")).toHaveLength(2);
    expect(text.split("\n").filter((line) => line.startsWith("# TYPE pawl_drift_effect"))).toHaveLength(1);
  });

  it("names that become the same: only the first is written", () => {
    const text = formatDriftMetrics(buildDrift({ findings: [finding("a\rb"), finding("a b", { effect: 0.9 })] }), {});
    expect(lines(text, "pawl_drift_effect")).toEqual([expect.stringMatching(/column="a b".* 0\.4$/)]);
    expect(complaints(text)).toBe("");
  });

  it("numbers that are none", () => {
    const samples = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -0, 5e-324].map(
      (value, index) => ({ labels: { at: String(index) }, value }),
    );
    const text = formatPrometheus([{ name: "pawl_test", help: "A \\ test\nof two lines.", samples }]);
    expect(complaints(text)).toBe("");
  });

  it("nothing that is not its format: the check can fail", () => {
    expect(complaints(`${FULL_METRICS}pawl_drift_verdict{verdict="stable} 1\n`)).not.toBe("");
  });
});
