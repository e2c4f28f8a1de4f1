import { describe, expect, it } from "vitest";
import { detectDrift } from "../../../src/core/drift/detect-drift.ts";
import { renderDriftSummary } from "../../../src/core/drift/render-drift-summary.ts";
import { DriftEvidence } from "../../../src/core/evidence/drift-evidence.ts";
import { buildIdentity } from "../evidence/build-evidence.ts";
import { BATCHES, nameBatch, repeat } from "./build-batches.ts";
import { categorical, numeric, profile } from "./build-profile.ts";
import { createRandom } from "./random.ts";

function evidence(more: Partial<DriftEvidence> = {}): DriftEvidence {
  return DriftEvidence.parse({
    schema: "pawl.drift/v1",
    model: "late-flights",
    key: "flights",
    writtenBy: "pawl 0.1.0",
    identity: buildIdentity(),
    startedAt: "2026-11-23T14:03:00Z",
    finishedAt: "2026-11-23T14:03:09Z",
    outcome: { kind: "succeeded", exitCode: 0 },
    rule: { name: "calibrated-surprise/v1", parameters: {} },
    reference: reference.map(({ name, profile: { rows } }) => ({ name, rows })),
    current: { path: "data/2026-11.parquet", rows: 10_000 },
    verdict: "stable",
    reason: "No change that matters in 3 columns, 10,000 rows against 20,000 in 20 batches.",
    pRun: null,
    findings: [],
    scores: [],
    notes: [],
    ...more,
  });
}

function flights(seed: number, rows: number, reference?: ReturnType<typeof profile>, broken = false) {
  const random = createRandom(seed);
  const column = (index: number) => reference?.columns[index];
  const delay = Array.from({ length: rows }, (_, row) => {
    const value = Math.round(8 + 15 * random.normal());
    return broken && row % 9 === 0 ? 0 : value;
  });
  const distance = Array.from({ length: rows }, () => Math.round(Math.exp(6.3 + 0.6 * random.normal())));
  const origin = Array.from({ length: rows }, (_, row) => {
    const value = ["ATL", "ORD", "DFW"][Math.floor(3 * random.uniform())] ?? "ATL";
    return broken && row % 30 === 0 ? "a | b" : value;
  });
  return profile(
    [
      numeric("delay", delay, column(0), "integer"),
      numeric("distance", distance, column(1), "integer"),
      categorical("origin", origin, column(2)),
    ],
    rows,
  );
}

const frame = flights(1, 20_000);
const reference = Array.from({ length: BATCHES }, (_, batch) => ({
  name: nameBatch(batch),
  profile: flights(100 + batch, 1000, frame),
}));

describe("the job summary", () => {
  it.each([
    ["drift", flights(2, 10_000, frame, true)],
    ["stable", flights(3, 10_000, frame)],
    ["inconclusive", flights(4, 400, frame)],
  ] as const)("%s", async (verdict, current) => {
    const methods = [
      { method: "psi", threshold: 0.2 },
      { method: "ks", column: "delay" },
    ];
    const detection = detectDrift({ reference, current, methods });
    expect(detection.verdict).toBe(verdict);
    const summary = renderDriftSummary(
      evidence({ ...detection, current: { path: "data/2026-11.parquet", rows: current.rows } }),
    );
    await expect(`${summary}\n`).toMatchFileSnapshot(`__summaries__/${verdict}.md`);
  });

  it("of data that could not be read", async () => {
    const failed = evidence({
      outcome: { kind: "failed", exitCode: 1, logTail: ["DATA_UNREADABLE: data/2026-11.parquet is truncated"] },
      verdict: "inconclusive",
      reason: "The data could not be read.",
    });
    await expect(`${renderDriftSummary(failed)}\n`).toMatchFileSnapshot("__summaries__/failed.md");
  });

  it("lets names from outside begin no link, mention, table cell or tag", () => {
    const name = "@all |`<img src=x>` [x](http://evil.example) #1";
    const before = numeric(
      name,
      Array.from({ length: 1000 }, (_, row) => row),
    );
    const after = numeric(
      name,
      Array.from({ length: 1000 }, (_, row) => row + 900),
      before,
    );
    const request = {
      reference: repeat(profile([before], 1000)),
      current: profile([after], 1000),
      methods: [{ method: "psi" }],
    };
    const summary = renderDriftSummary(evidence({ ...detectDrift(request), notes: [name] }));
    expect(summary).toContain("drifted");
    for (const unsafe of ["@all", "<img", "[x](", "#1 ", "http://"]) expect(summary).not.toContain(unsafe);
    for (const row of summary.split("\n").filter((line) => line.startsWith("|"))) {
      expect(row.split("|").length).toBeLessThanOrEqual(8);
    }
  });

  it("refuses a histogram that is anything else", () => {
    const [finding] = detectDrift({ reference, current: flights(2, 10_000, frame, true) }).findings;
    expect(() => evidence({ findings: [{ ...finding, histogram: "| x |" }] as never })).toThrow();
  });
});
