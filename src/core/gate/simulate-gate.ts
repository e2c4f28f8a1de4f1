import { toOneLine } from "../report/escape-markdown.ts";
import { formatCount, formatDay, formatQuantity } from "../report/format-number.ts";
import { evaluateGate } from "./evaluate-gate.ts";
import type { GateFacts } from "./gate-facts.ts";
import type { GateNode } from "./gate-node.ts";
import type { GateResult, GateVerdict } from "./gate-result.ts";
import { listDeciding } from "./list-deciding.ts";

/** A move of an alias that happened, with what was known then. */
export interface PastPromotion {
  /** `late-flights#production#4`, or whatever it is found by. */
  readonly name: string;
  /** Of the move; the facts' own `now` is what the rules see. */
  readonly at: string;
  /** What the gate said; undefined where nobody asked it. */
  readonly was: GateVerdict | undefined;
  readonly facts: GateFacts;
}

export interface SimulatedPromotion {
  readonly past: PastPromotion;
  readonly would: GateVerdict;
  /** Another answer than it got, or the first one. */
  readonly differs: boolean;
  readonly result: GateResult;
}

/** What a policy would have decided about past promotions, in their order. Decides and changes nothing. */
export function simulateGate(
  policy: GateNode | undefined,
  promotions: readonly PastPromotion[],
): readonly SimulatedPromotion[] {
  return promotions.map((past) => {
    const result = evaluateGate(policy, past.facts);
    return { past, would: result.verdict, differs: past.was !== result.verdict, result };
  });
}

/** The simulation as a table for a terminal, or for a block of code in a comment; the last line counts. */
export function formatSimulation(simulated: readonly SimulatedPromotion[]): string {
  if (simulated.length === 0) return "There is no past promotion to judge.";
  const rows = simulated.map(({ past, would, differs, result }) => [
    formatDay(past.at),
    toOneLine(past.name, 80),
    past.was ?? "not asked",
    would,
    differs && would !== "pass" ? toOneLine(listDeciding(result).slice(0, 4).join(", "), 120) : "",
  ]);
  const table = [["day", "promotion", "was", "would be", "because of"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => [...(row[column] ?? "")].length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length)))
      .join("  ")
      .trimEnd(),
  );
  const changed = simulated.filter(({ differs }) => differs).length;
  const total = formatQuantity(simulated.length, "promotion");
  return [...lines, "", `${formatCount(changed)} of ${total} would have had another answer.`].join("\n");
}
