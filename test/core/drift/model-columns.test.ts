import { describe, expect, it } from "vitest";
import { toImportance, weightOf } from "../../../src/core/drift/column-importance.ts";
import { halveMargins, roleOf } from "../../../src/core/drift/column-roles.ts";
import { DEFAULT_DRIFT_RULE } from "../../../src/core/drift/drift-rule.ts";
import { orderFindings } from "../../../src/core/drift/order-findings.ts";

const finding = (column: string, effect: number, verdict: "drift" | "stable" = "drift") => ({
  columns: [column],
  aspect: "distribution",
  effect,
  verdict,
});

describe("what the model looks at", () => {
  const importance = toImportance([
    ["delay", -6],
    ["origin", 2],
  ]);

  it("is a share of all columns, whatever unit and sign the tool has", () => {
    expect([...importance]).toEqual([
      ["delay", 0.75],
      ["origin", 0.25],
    ]);
    expect(toImportance([["delay", 0]]).size).toBe(0);
  });

  it.each([
    ["a column by its share beside the average one", ["origin"], 0.5],
    ["a pair by the more important column", ["origin", "delay"], 1.5],
    ["what is not known as the average", ["late"], 1],
    ["whole rows as the average", [], 1],
  ])("weighs %s", (_, columns, weight) => {
    expect(weightOf(importance, columns)).toBe(weight);
  });

  it("puts findings in order and decides nothing: what drifted comes first", () => {
    const findings = [finding("origin", 0.3), finding("delay", 0.2), finding("fare", 0.9, "stable")];
    const order = (...known: Parameters<typeof orderFindings>[1][]) =>
      orderFindings(findings, ...known).map(({ columns: [column] }) => column);
    expect(order()).toEqual(["origin", "delay", "fare"]);
    expect(order(importance)).toEqual(["delay", "origin", "fare"]);
  });
});

describe("predictions and labels", () => {
  it("are known by name, and a label that is predicted is a label", () => {
    const roles = { prediction: ["score", "late"], label: ["late"] };
    expect(["score", "late", "delay"].map((column) => roleOf(roles, column))).toEqual([
      "prediction",
      "label",
      undefined,
    ]);
  });

  it("count from half the size, at the same rates", () => {
    const { bounds } = DEFAULT_DRIFT_RULE;
    const halved = halveMargins(bounds);
    expect([halved.distribution, halved.share, halved.cell]).toEqual([0.025, 0.025, 0.01]);
    expect([halved.falseDiscoveryRate, halved.unusualRate, halved.ratio]).toEqual([
      bounds.falseDiscoveryRate,
      bounds.unusualRate,
      bounds.ratio,
    ]);
  });
});
