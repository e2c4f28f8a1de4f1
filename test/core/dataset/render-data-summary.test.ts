import { describe, expect, it } from "vitest";
import { renderDataSummary } from "../../../src/core/dataset/render-data-summary.ts";
import type { DataEvidence } from "../../../src/core/evidence/data-evidence.ts";
import { buildCheck, buildData } from "../evidence/build-evidence.ts";

const failed = buildCheck({
  verdict: "fail",
  actual: "outside: 12 of 1,000 rows (1.2 %)",
  failing: { rows: 12, of: 1000 },
});
const BAD_ROW = { row: 17, column: "delay", rule: "range", reason: "is above 3000", value: "9999" };

describe("renderDataSummary", () => {
  it("says the verdict first, then what is broken, then the columns and where the data come from", () => {
    const text = renderDataSummary(buildData({ checks: [failed, buildCheck({ id: "b" })], verdict: "fail" }), {
      badRows: [BAD_ROW],
    });
    const order = [
      "### ❌ `flights`: contract broken: 1 of 2 checks fails · 1,000 rows",
      "| ❌ | delay is between -60 and 3000 |",
      "outside: 12 of 1,000 rows (1.2 %)",
      "| 17 | `delay` | `9999` | is above 3000 |",
      "1 check passed",
      "| `origin` | `VARCHAR` |",
      "fingerprint `sha256:9f2c",
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(
      places.every((place) => place >= 0),
      JSON.stringify(places),
    ).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("shows bad rows only where they are handed in, the first 20", () => {
    const evidence = buildData({ checks: [failed], verdict: "fail" });
    expect(renderDataSummary(evidence)).not.toContain("Bad rows");
    const many = renderDataSummary(evidence, {
      badRows: Array.from({ length: 30 }, (_, row) => ({ ...BAD_ROW, row })),
    });
    expect(many.match(/`9999`/g)).toHaveLength(20);
  });

  it.each<[string, Partial<DataEvidence>]>([
    ["### ✅ `flights`: contract holds: the only check passes · 1,000 rows", {}],
    ["### ⚪ `flights`: cannot tell: nothing was checked", { checks: [], verdict: "inconclusive" }],
    [
      "### ⚪ `flights`: cannot tell: the only check could not be evaluated",
      { checks: [buildCheck({ verdict: "not-evaluated" })], verdict: "inconclusive" },
    ],
    [
      "### ⚪ `flights`: cannot tell: 1 of 2 checks that decide could not be evaluated",
      { checks: [buildCheck({ verdict: "not-evaluated" }), buildCheck({})], verdict: "inconclusive" },
    ],
    [
      "### ❌ `flights` could not be validated",
      { outcome: { kind: "failed", exitCode: 1, logTail: ["no such file"] }, profile: undefined, checks: [] },
    ],
    [
      "### ⚪ The validation of `flights` was cancelled",
      { outcome: { kind: "cancelled", signal: "SIGTERM", logTail: [] } },
    ],
  ])("%s", (headline, overrides) => {
    const text = renderDataSummary(buildData(overrides));
    expect(text.split("\n")[0]).toContain(headline);
    const { outcome } = buildData(overrides);
    if (outcome.kind !== "succeeded") for (const line of outcome.logTail) expect(text).toContain(line);
  });

  it("attack: titles, values and file names stay text", () => {
    const name = "<img src=x> | @octocat";
    const text = renderDataSummary(
      buildData({ checks: [{ ...failed, title: name, actual: name }], verdict: "fail", notes: [name] }),
      {
        badRows: [{ ...BAD_ROW, value: name, column: name, file: name, reason: name }],
      },
    );
    expect(text).not.toContain("<img");
    expect(text).not.toContain("@octocat");
  });
});
