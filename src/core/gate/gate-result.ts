export type GateVerdict = "pass" | "fail" | "inconclusive";

/** What one rule found. Every text is one sentence or less, unescaped. */
export interface RuleFinding {
  readonly verdict: GateVerdict;
  /** `roc-auc at least 0.70`. */
  readonly expected: string;
  /** `0.731 (95 %: 0.728 to 0.734)`. */
  readonly actual: string;
  /** What somebody can do about it; absent where it passed. */
  readonly todo?: string | undefined;
  /** Whose approval fell and why, which slices failed: shown below the line. */
  readonly details?: readonly string[] | undefined;
}

/** The tree that was decided from, as it is shown. */
export type GateResult =
  | {
      readonly kind: "all" | "any" | "not";
      readonly name?: string | undefined;
      readonly verdict: GateVerdict;
      readonly nodes: readonly GateResult[];
    }
  | ({ readonly kind: "rule"; readonly name?: string | undefined; readonly rule: string } & RuleFinding);
