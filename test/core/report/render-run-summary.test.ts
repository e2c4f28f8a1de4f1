import { describe, expect, it } from "vitest";
import { renderRunSummary } from "../../../src/core/report/render-run-summary.ts";
import { runEvidence } from "../../support/run-evidence.ts";

const CURVE = { metric: "val_loss", axis: "epoch" as const, steps: [0, 1, 2], values: [0.9, 0.5, 0.4] };

describe("renderRunSummary", () => {
  it("says first how it ended, then what it measured and cost, and draws its curves with their numbers", () => {
    const text = renderRunSummary(
      runEvidence({ metrics: { roc_auc: 0.671 }, curves: [CURVE], parameters: { lr: 0.1 } }),
    );
    const order = [
      "### ✅ late-flights was trained in 9 s",
      "| `roc_auc` | 0.671 |",
      "What it cost",
      "xychart-beta",
      "| 2 | 0.400 |",
      "`lr`",
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(
      places.every((place) => place >= 0),
      JSON.stringify(places),
    ).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it.each`
    outcome                                                              | said
    ${{ kind: "failed", exitCode: 1, logTail: ["bad luck"] }}            | ${"❌ late-flights failed to train: exit code 1"}
    ${{ kind: "failed", exitCode: 137, signal: "SIGKILL", logTail: [] }} | ${"ended by SIGKILL"}
    ${{ kind: "timed-out", afterSeconds: 60, logTail: ["bad luck"] }}    | ${"had not finished after 1 min"}
    ${{ kind: "cancelled", signal: "SIGINT", logTail: ["bad luck"] }}    | ${"⚪ late-flights was cancelled"}
  `("$said", ({ outcome, said }) => {
    const text = renderRunSummary(runEvidence({ outcome }));
    expect(text.split("\n")[0]).toContain(said);
    if (outcome.logTail.length > 0) expect(text).toContain("bad luck");
  });

  it("attack: names, notes and log lines stay text", () => {
    const evil = "x](http://evil) <img src=x> @team | ``` #1";
    const text = renderRunSummary(
      runEvidence({
        outcome: { kind: "failed", exitCode: 1, logTail: ["```", "<script>", "### forged"] },
        metrics: { [evil]: 1 },
        notes: [evil],
        parameters: { [evil]: evil },
      }),
    );
    expect(text).not.toContain("](http://evil)\n");
    expect(
      text
        .split("\n")
        .filter((line) => line.startsWith("- ⚠️"))
        .join(),
    ).not.toMatch(/<img|@team|\]\(/);
    // The fence is longer than what the log holds, so the log cannot end it.
    expect(text).toContain("````\n```\n<script>");
  });
});
