import type { Check } from "../dataset/check.ts";
import type { DatasetReport } from "./dataset-report.ts";
import { toOneLine } from "./escape-markdown.ts";
import type { ReportAnnotation } from "./report-facts.ts";

/** GitHub takes 50 with one request. */
const MAX_ANNOTATIONS = 50;

const LEVELS = { error: "failure", warning: "warning", info: "notice" } as const;

/**
 * Broken rules as annotations on their lines of the contract, errors first. Only on the contract that the configuration
 * names: what a workflow run says must not put marks on other files.
 */
export function annotateChecks(reports: readonly DatasetReport[]): ReportAnnotation[] {
  const all = reports.flatMap(({ facts, evidence }) => {
    const path = facts.plan.contract;
    if (path === undefined || evidence?.document.contract?.path !== path) return [];
    return evidence.document.checks.flatMap((check) => annotate(check, path));
  });
  const order = { failure: 0, warning: 1, notice: 2 };
  return all.toSorted((a, b) => order[a.level] - order[b.level]).slice(0, MAX_ANNOTATIONS);
}

function annotate(check: Check, path: string): ReportAnnotation[] {
  const { verdict, origin, line, severity, title, expected, actual, reason } = check;
  if (verdict !== "fail" || origin !== "contract" || line === undefined) return [];
  const why = reason === undefined ? "" : ` (${reason})`;
  return [
    {
      path,
      line,
      level: LEVELS[severity],
      title: toOneLine(title === "" ? check.rule : title, 200),
      message: toOneLine(`Expected: ${expected}; ${actual}${why}`, 2000),
    },
  ];
}
