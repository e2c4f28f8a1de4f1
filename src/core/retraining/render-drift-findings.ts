import { wordsSince } from "../drift/history/words-since.ts";
import type { DriftFinding } from "../evidence/drift-evidence.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatNumber, formatPlain } from "../report/format-number.ts";
import { renderTable } from "../report/render-table.ts";

const SHOWN = 5;

/**
 * What drifted, the most important first, in words, with its size and the column before and now; empty where nothing did.
 *
 * @param title Of the first column; ours.
 */
export function renderDriftFindings(findings: readonly DriftFinding[], title: string): string {
  const drifted = findings.filter(({ verdict }) => verdict === "drift");
  if (drifted.length === 0) return "";
  const rows = drifted
    .slice(0, SHOWN)
    .map((finding) => [
      escapeMarkdown(wordsSince(finding), 400),
      `${finding.effect === 0 ? "0" : formatNumber(finding.effect)} (${formatPlain(finding.bound)})`,
      finding.histogram ?? "",
    ]);
  return renderTable(
    [
      { title, align: "left" },
      { title: "size (counts from)", align: "right" },
      { title: "before → now", align: "left" },
    ],
    rows,
    drifted.length,
  );
}
