import { CONFIG_FILE } from "../config/parse-project-config.ts";
import { annotateChecks } from "./annotate-checks.ts";
import type { DatasetReport } from "./dataset-report.ts";
import { formatCode } from "./format-code.ts";
import {
  dataOverviewText,
  pendingDataStatus,
  renderDataOverview,
  worstDataConclusion,
} from "./render-data-overview.ts";
import { renderDataset } from "./render-dataset.ts";
import type { ReportContext } from "./report-context.ts";
import type { ReportFacts } from "./report-facts.ts";
import type { CheckOutcome, ReportPart } from "./report-part.ts";
import type { Section } from "./section.ts";

const MAX_TITLE = 255;

/** What the report says about data: its sections, and what the check run about data says. */
export function reportData(
  facts: ReportFacts,
  reports: readonly DatasetReport[],
  context: ReportContext,
  configIssues: string | undefined,
): ReportPart {
  const sections: Section[] = [
    ...renderDataOverview(reports),
    ...reports.flatMap((report) => renderDataset(report, context, reports.length > 1 ? 4 : 3)),
  ];
  if (configIssues !== undefined) return { sections, title: configIssues, outcome: failure() };
  if (facts.config.kind === "absent") {
    const markdown = `### ⚪ Nothing to report\n\nThere is no ${formatCode(CONFIG_FILE)} on ${formatCode(context.baseRef)}.`;
    const outcome: CheckOutcome = { conclusion: "neutral", annotations: [] };
    return { sections: [{ weight: "essential", markdown }], title: `No ${CONFIG_FILE}`, outcome };
  }
  if (reports.length === 0) return renderNoData(facts);
  const pending = pendingDataStatus(reports);
  const outcome: CheckOutcome =
    pending === undefined
      ? { conclusion: worstDataConclusion(reports), annotations: annotateChecks(reports) }
      : { pending };
  return { sections, title: dataOverviewText(reports, MAX_TITLE), outcome };
}

function failure(): CheckOutcome {
  return { conclusion: "failure", annotations: [] };
}

function renderNoData({ fileListTruncated }: ReportFacts): ReportPart {
  return {
    sections: [
      {
        weight: "essential",
        markdown: "### ☑️ No data change\n\nNo file of this pull request is a dataset or a contract.",
      },
    ],
    title: "No data change",
    outcome: { conclusion: fileListTruncated ? "neutral" : "success", annotations: [] },
  };
}
