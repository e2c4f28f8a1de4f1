import type { Check } from "../dataset/check.ts";
import type { DatasetReport } from "./dataset-report.ts";
import { escapeMarkdown, toOneLine } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import { checkIcon, renderCheckTable, renderOpenChecks } from "./render-checks.ts";
import { renderDataChanges, renderDistributions } from "./render-data-changes.ts";
import { renderDataLineage, renderFingerprints } from "./render-data-lineage.ts";
import { renderDrift } from "./render-drift.ts";
import { renderLogTail } from "./render-failure.ts";
import { renderTable } from "./render-table.ts";
import type { ReportContext } from "./report-context.ts";
import { foldedSection, type Section } from "./section.ts";
import { type Sentence, sentenceToMarkdown, sentenceToText } from "./sentence.ts";

const SHOWN_FAILURES = 20;
const SHOWN_DISTRIBUTIONS = 8;
const SHOWN_LEAKAGE = 8;
const MAX_INCOMPARABLE = 100;

/** Everything about one dataset, what is broken first. */
export function renderDataset(report: DatasetReport, context: ReportContext, level: 3 | 4): Section[] {
  const { facts, headline, warnings, evidence, changes } = report;
  const title = `${"#".repeat(level)} ${headline.icon} ${sentenceToMarkdown(headlineSentence(report))}`;
  const told = warnings.map((warning) => `⚠️ ${sentenceToMarkdown(warning)}`).join("  \n");
  const checks = evidence?.document.checks ?? [];
  const broken = checks.filter(({ verdict, severity }) => verdict === "fail" && severity === "error");
  const moved = changes?.distributions ?? [];
  const sections: Section[] = [
    section("essential", [title, sentenceToMarkdown(headline.advice ?? []), told], "\n\n"),
    ...(evidence === undefined ? [] : renderLogTail(evidence)),
    section("essential", [broken.length === 0 ? "" : renderCheckTable(broken, SHOWN_FAILURES)], ""),
    section("essential", [renderDataChanges(report), renderLeakage(checks)], "  \n"),
    section("useful", [moved.length === 0 ? "" : renderDistributions(moved, SHOWN_DISTRIBUTIONS)], ""),
    section("useful", [facts.drift === undefined ? "" : renderDrift(facts.drift)], ""),
    ...renderDetails(report, checks, context),
  ];
  return sections.filter(({ markdown }) => markdown !== "");
}

/** The dataset's name and what is said about it. */
function headlineSentence({ facts, headline }: DatasetReport): Sentence {
  return ["Data ", { code: facts.plan.name }, ...headline.sentence];
}

/** The same in one line without Markdown. */
export function dataHeadlineText(report: DatasetReport, max: number): string {
  return sentenceToText(headlineSentence(report).slice(1), max);
}

/** Checks beyond the contract, also those that pass: what was looked for and not found is worth knowing. */
function renderLeakage(checks: readonly Check[]): string {
  const configured = checks.filter(({ origin }) => origin === "configuration");
  if (configured.length === 0) return "";
  const shown = configured
    .toSorted((a, b) => Number(a.verdict === "pass") - Number(b.verdict === "pass"))
    .slice(0, SHOWN_LEAKAGE)
    .map((check) => `${checkIcon(check)} ${escapeMarkdown(check.title, 120)}: ${escapeMarkdown(check.actual, 120)}`);
  const more = configured.length > shown.length ? [`${String(configured.length - shown.length)} more`] : [];
  return `**Beyond the contract** · ${[...shown, ...more].join(" · ")}`;
}

function renderDetails(report: DatasetReport, checks: readonly Check[], context: ReportContext): Section[] {
  const { changes } = report;
  const by = (verdict: Check["verdict"]) => checks.filter((check) => check.verdict === verdict);
  const failed = by("fail");
  const warned = failed.filter(({ severity }) => severity !== "error");
  const broken = failed.filter(({ severity }) => severity === "error");
  const moved = changes?.distributions ?? [];
  const incomparable = changes?.incomparable ?? [];
  const parts: (readonly [string, string])[] = [
    ["All failed checks", broken.length > SHOWN_FAILURES ? renderCheckTable(broken) : ""],
    ["Warnings", warned.length > 0 ? renderCheckTable(warned) : ""],
    ["Checks that were not evaluated", by("not-evaluated").length > 0 ? renderOpenChecks(by("not-evaluated")) : ""],
    ["Checks that pass", by("pass").length > 0 ? renderCheckTable(by("pass")) : ""],
    [
      "All distributions that changed",
      moved.length > SHOWN_DISTRIBUTIONS ? renderDistributions(moved, moved.length) : "",
    ],
    ["Columns that cannot be compared", incomparable.length > 0 ? renderIncomparable(incomparable) : ""],
    ["Where this comes from", renderDataLineage(report, context)],
  ];
  return parts.flatMap(([title, markdown]) =>
    markdown === ""
      ? []
      : [
          foldedSection(
            title,
            title === "Where this comes from" ? `${renderFingerprints(report)}\n\n${markdown}`.trim() : markdown,
          ),
        ],
  );
}

function renderIncomparable(columns: NonNullable<DatasetReport["changes"]>["incomparable"]): string {
  return `They were counted on other bins than before, so that only nulls and limits can be compared.\n\n${renderTable(
    [
      { title: "column", align: "left" },
      { title: "before", align: "left" },
      { title: "now", align: "left" },
    ],
    columns
      .slice(0, MAX_INCOMPARABLE)
      .map(({ column, ranges }) => [
        formatCode(column, 60),
        ...(ranges ?? ["–", "–"]).map((range) => escapeMarkdown(toOneLine(range, 100))),
      ]),
    columns.length,
  )}`;
}

function section(weight: Section["weight"], parts: readonly string[], separator: string): Section {
  return { weight, markdown: parts.filter((part) => part !== "").join(separator) };
}
