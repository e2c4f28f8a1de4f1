import { toOneLine } from "../report/escape-markdown.ts";
import { formatCode } from "../report/format-code.ts";
import { formatFence } from "../report/format-fence.ts";
import type { Section } from "../report/section.ts";
import { formatGate } from "./format-gate.ts";
import type { JudgedPromotion, PolicyChange } from "./promotion-facts.ts";
import { renderGateResult } from "./render-gate-result.ts";

/** What would change in each environment's rules, and whose approval the old rules demand for it. */
export function renderPolicyChanges({ policyChanges }: JudgedPromotion, maxBytes: number): Section[] {
  return policyChanges.map(({ change, approvals }) => {
    const asked =
      approvals === undefined
        ? "The old rules demand no approval of it."
        : `The approvals that the old rules demand count for a change of them too:\n\n${renderGateResult(approvals)}`;
    const markdown = `${heading(change)}\n\n${asked}\n\n${renderDifference(change)}`;
    const fits = Buffer.byteLength(markdown) <= maxBytes;
    return { weight: "essential", markdown: fits ? markdown : `${heading(change)}\n\n${asked}` };
  });
}

function heading({ model, environment, which }: PolicyChange): string {
  const what = which === "gate" ? "rules" : "rules of a rollback";
  return `### Changed ${what}: ${formatCode(model)} ${formatCode(environment)}`;
}

/** Lines of the old tree that the new one lacks, and the other way round. */
function renderDifference({ before, after, entitled, given }: PolicyChange): string {
  const [old, fresh] = [before, after].map((gate) => (gate === undefined ? ["no rules"] : formatGate(gate)));
  const people = entitled === undefined ? [] : [`- by: ${entitled.before}`, `+ by: ${entitled.after}`];
  const model = given === undefined ? [] : [`- model: ${given.before}`, `+ model: ${given.after}`];
  const lines = [...diffLines(old ?? [], fresh ?? []), ...[...people, ...model].map((line) => toOneLine(line, 400))];
  return formatFence(lines, "diff");
}

/** The longest common lines stay; trees have at most a few hundred lines. */
function diffLines(before: readonly string[], after: readonly string[]): string[] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push(`  ${before[i] ?? ""}`);
      i += 1;
      j += 1;
    } else if (i < before.length && (j >= after.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`- ${before[i] ?? ""}`);
      i += 1;
    } else {
      lines.push(`+ ${after[j] ?? ""}`);
      j += 1;
    }
  }
  return lines;
}
