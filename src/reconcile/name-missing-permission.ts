import type { RenderedCheck, RenderedReport } from "../core/report/report-facts.ts";

/** The two places that a report is written to; each needs permissions of its own. */
export type ReportPlace = "comment" | "check";

const MISSING = {
  comment:
    "Pawl may not write the comment of this report: its App needs the permissions “Pull requests: write” and “Issues: write” here.",
  check:
    "Pawl may not write the checks `pawl / experiment`, `pawl / data` and `pawl / promotion`: its App needs the permission “Checks: write” here.",
} as const satisfies Record<ReportPlace, string>;

/** The report as it is written where `refused` cannot be written: the other place says which permission is missing. */
export function nameMissingPermission(report: RenderedReport, refused: ReadonlySet<ReportPlace>): RenderedReport {
  const { check, dataCheck, comment } = report;
  const addTo = (content: RenderedCheck): RenderedCheck =>
    refused.has("comment") ? { ...content, summary: `${content.summary}\n\n${MISSING.comment}` } : content;
  return {
    ...report,
    check: addTo(check),
    dataCheck: addTo(dataCheck),
    comment: refused.has("check") && comment !== undefined ? `${comment}\n\n⚠️ ${MISSING.check}\n` : comment,
  };
}
