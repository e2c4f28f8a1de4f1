import { wordsSince } from "../drift/history/words-since.ts";
import type { DriftEvidence, DriftFinding } from "../evidence/drift-evidence.ts";
import { describeAlarm } from "../monitoring/describe-alarm.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatNumber, formatQuantity } from "./format-number.ts";
import { renderTable } from "./render-table.ts";
import type { Accepted } from "./report-facts.ts";
import { formatLink } from "./sentence.ts";

const SHOWN = 10;
const ICONS = { drift: "⚠️", stable: "✅", inconclusive: "⚪" } as const;

/** What a drift check of the same commit found: its verdict, its reason, and what has drifted. */
export function renderDrift({ document, workflowRun }: Accepted<DriftEvidence>): string {
  const link = formatLink(`run ${String(workflowRun.number)}`, workflowRun.url);
  const batches = formatQuantity(document.reference.length, "reference batch", "reference batches");
  if (document.outcome.kind !== "succeeded") return `**Drift** · could not be told (${link})`;
  const head = `**Drift** · ${ICONS[document.verdict]} ${escapeMarkdown(document.reason, 400)} (${batches}, ${link})`;
  const alarm = document.alarm ? `\n\n**Alarm:** ${describeAlarm(document.alarm)}.` : "";
  const drifted = document.findings.filter(({ verdict }) => verdict === "drift");
  return drifted.length === 0
    ? `${head}${alarm}`
    : `${head}${alarm}\n\n${renderFindings(drifted, document.current.name)}`;
}

function renderFindings(findings: readonly DriftFinding[], current: string | undefined): string {
  return renderTable(
    [
      { title: "what drifted", align: "left" },
      { title: "effect", align: "right" },
      { title: "p-value", align: "right" },
    ],
    findings
      .slice(0, SHOWN)
      .map((finding) => [
        escapeMarkdown(wordsSince(finding, current), 400),
        formatNumber(finding.effect),
        formatProbability(finding.p1),
      ]),
    findings.length,
  );
}

function formatProbability(p: number | null): string {
  if (p === null) return "–";
  return p < 0.001 ? "< 0.001" : formatNumber(p, 3);
}
