import type { RenderedReport } from "../core/report/report-facts.ts";

/** The two places that a report is written to; each needs permissions of its own. */
export type ReportPlace = "comment" | "check";

const MISSING = {
  comment:
    "Pawl may not write the comment of this report: its App needs the permissions “Pull requests: write” and “Issues: write” here.",
  check: "Pawl may not write the check `pawl / experiment`: its App needs the permission “Checks: write” here.",
} as const satisfies Record<ReportPlace, string>;

/** The report as it is written where `refused` cannot be written: the other place says which permission is missing. */
export function nameMissingPermission(report: RenderedReport, refused: ReadonlySet<ReportPlace>): RenderedReport {
  const { check, comment } = report;
  return {
    ...report,
    check: refused.has("comment") ? { ...check, summary: `${check.summary}\n\n${MISSING.comment}` } : check,
    comment: refused.has("check") && comment !== undefined ? `${comment}\n\n⚠️ ${MISSING.check}\n` : comment,
  };
}
