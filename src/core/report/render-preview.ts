import { CONFIG_FILE } from "../config/parse-project-config.ts";
import type { ChosenMetric, Project } from "../config/project-config.ts";
import { formatCode } from "./format-code.ts";
import { formatPlain, formatQuantity } from "./format-number.ts";
import { listNames } from "./list-names.ts";
import { metricLabel } from "./metric-label.ts";
import { renderTable } from "./render-table.ts";
import type { ReportContext } from "./report-context.ts";
import type { Section } from "./section.ts";
import { sentenceToMarkdown } from "./sentence.ts";

/** What the head's configuration will do once it is merged: the base branch has none that works. */
export function renderPreview({ models, staleAfterDays }: Project, { baseRef }: ReportContext): Section {
  const table = renderTable(
    [
      { title: "model", align: "left" },
      { title: "trained again when these change", align: "left" },
      { title: "by", align: "left" },
      { title: "judged by", align: "left" },
    ],
    models.map(({ name, paths, workflow, primaryMetric, metrics }) => [
      formatCode(name),
      sentenceToMarkdown(listNames(paths, 4)),
      formatCode(workflow),
      `${describeMetric(primaryMetric)}${metrics.length === 0 ? "" : `; also ${metrics.slice(0, 4).map(describeMetric).join(", ")}${metrics.length > 4 ? " and more" : ""}`}`,
    ]),
  );
  const after = `This file is read from ${formatCode(baseRef)}, so it counts from the merge of this pull request on. A baseline is stale after ${formatQuantity(staleAfterDays, "day")}.`;
  return {
    weight: "essential",
    markdown: `### ⚪ ${formatCode(CONFIG_FILE)} is valid: once merged, Pawl looks after ${formatQuantity(models.length, "model")}\n\n${table}\n\n${after}`,
  };
}

function describeMetric({ name, direction, margin }: ChosenMetric): string {
  const arrow = direction === "higher" ? "↑" : "↓";
  return `${sentenceToMarkdown([metricLabel(name)])} ${arrow}${margin === 0 ? "" : ` (margin ${formatPlain(margin)})`}`;
}
