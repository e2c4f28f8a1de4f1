import { formatCode } from "./format-code.ts";
import { decimalsFor, formatNumber } from "./format-number.ts";
import { metricLabel } from "./metric-label.ts";
import type { ModelReport } from "./model-report.ts";
import { renderTable } from "./render-table.ts";
import { formatLink, sentenceToMarkdown } from "./sentence.ts";

/** One row for each run of a model that was trained several times for this commit. */
export function renderKeyed({ keyed, primary }: ModelReport): string {
  if (keyed.length === 0) return "";
  const table = renderTable(
    [
      { title: "run of", align: "left" },
      { title: sentenceToMarkdown([metricLabel(primary.name)]), align: "right" },
      { title: "", align: "left" },
      { title: "", align: "left" },
    ],
    keyed.map(({ key, value, verdict, failed, workflowRunUrl }) => [
      key === "" ? "(no key)" : formatCode(key),
      value === undefined ? "–" : formatNumber(value, Math.max(3, decimalsFor(value))),
      failed ? "failed" : (verdict?.kind.replace("-", " ") ?? ""),
      formatLink("workflow run", workflowRunUrl),
    ]),
  );
  const shown = keyed.find(({ failed }) => !failed);
  return shown === undefined
    ? table
    : `${table}\n\nThe numbers below are those of ${formatCode(shown.key === "" ? "the run without a key" : shown.key)}.`;
}
