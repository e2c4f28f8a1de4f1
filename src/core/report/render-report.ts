import { PROMOTION_CHECK } from "../gate/render-promotion-check.ts";
import type { DatasetReport } from "./dataset-report.ts";
import { toOneLine } from "./escape-markdown.ts";
import { fitToLimit } from "./fit-to-limit.ts";
import { formatCode } from "./format-code.ts";
import { judgeData } from "./judge-dataset.ts";
import { judgeModel } from "./judge-model.ts";
import { configIssuesText, renderConfigIssues } from "./render-config-issues.ts";
import { worstDataConclusion } from "./render-data-overview.ts";
import { renderPreview } from "./render-preview.ts";
import { type ReportContext, reportContext } from "./report-context.ts";
import { reportData } from "./report-data.ts";
import type { RenderedCheck, RenderedReport, ReportFacts } from "./report-facts.ts";
import { reportModels } from "./report-models.ts";
import type { ReportPart } from "./report-part.ts";
import type { Section } from "./section.ts";

/** First line of the sticky comment. It finds the comment again among the App's own; it proves nothing. */
export const COMMENT_MARKER = "<!-- pawl:experiment -->";

/** Names of the check runs, held on to by branch protection. */
export const EXPERIMENT_CHECK = "pawl / experiment";
export const DATA_CHECK = "pawl / data";

const MAX_TITLE = 255;
const ABOUT_URL = "https://github.com/pawl-ml/pawl#readme";

/**
 * The report on a pull request: comment and check runs, each within GitHub's limits. Pure: equal facts make equal bytes.
 *
 * @param promotion What the gate says, for the comment; empty where the pull request moves no alias. It comes first.
 */
export function renderReport(facts: ReportFacts, promotion: readonly Section[] = []): RenderedReport {
  const context = reportContext(facts);
  const configured = facts.config.kind !== "absent";
  const models = configured ? facts.models.map((model) => judgeModel(model, context)) : [];
  const datasets = configured ? judgeData(facts.data, context) : [];
  const { issues, sections: config } = renderConfig(facts, context);
  const truncated = facts.fileListTruncated ? [TRUNCATED] : [];

  const experiment = reportModels(facts, models, context, issues);
  const data = reportData(facts, datasets, context, issues);
  const aboutModels =
    models.length > 0 || config.length > 0
      ? [...config, ...truncated, ...experiment.sections]
      : [...experiment.sections, ...truncated];
  const checks = {
    check: renderCheck(experiment, aboutModels, context),
    dataCheck: renderCheck(data, [...(issues === undefined ? [] : config), ...data.sections, ...truncated], context),
  };
  const speaks =
    promotion.length > 0 || models.length > 0 || config.length > 0 || datasets.some((dataset) => dataset.speaks);
  if (!speaks) {
    return {
      comment: undefined,
      commentIfOneExists: renderComment(aboutModels, [EXPERIMENT_CHECK], context),
      ...checks,
    };
  }
  const parts = orderParts(models.length === 0 ? [] : experiment.sections, datasets, data.sections);
  const names = [
    ...(promotion.length > 0 ? [PROMOTION_CHECK] : []),
    ...(models.length > 0 || datasets.length + promotion.length === 0 ? [EXPERIMENT_CHECK] : []),
    ...(datasets.length > 0 ? [DATA_CHECK] : []),
  ];
  return { comment: renderComment([...promotion, ...config, ...truncated, ...parts], names, context), ...checks };
}

/** Numbers of a model are worth little where its data break their contract: then the data come first. */
function orderParts(
  aboutModels: readonly Section[],
  datasets: readonly DatasetReport[],
  aboutData: readonly Section[],
): readonly Section[] {
  if (datasets.length === 0) return aboutModels;
  return worstDataConclusion(datasets) === "failure" ? [...aboutData, ...aboutModels] : [...aboutModels, ...aboutData];
}

const TRUNCATED: Section = {
  weight: "essential",
  markdown:
    "⚠️ GitHub lists only the first 3,000 files of a pull request; models and datasets that only later files touch are missing here.",
};

/** What the report says about the configuration itself; `issues` in one line where it has some. */
function renderConfig(
  { config, headConfigIssues }: ReportFacts,
  context: ReportContext,
): { readonly issues: string | undefined; readonly sections: readonly Section[] } {
  const issues = config.kind === "invalid" ? config.issues : config.kind === "absent" ? [] : headConfigIssues;
  const on = config.kind === "invalid" ? config.on : "head";
  return {
    issues: issues.length === 0 ? undefined : configIssuesText(issues, MAX_TITLE),
    sections: [
      ...(issues.length === 0 ? [] : [renderConfigIssues(issues, on, context)]),
      ...(config.kind === "preview" ? [renderPreview(config.project, context)] : []),
    ],
  };
}

/** A check has twice the room of the comment: what decides is in its summary, the rest in its text. */
function renderCheck(
  { title, outcome }: ReportPart,
  sections: readonly Section[],
  context: ReportContext,
): RenderedCheck {
  const inEvidence = "*This is not all: it did not fit. The evidence artifacts of the workflow runs have the rest.*";
  const essential = sections.filter(({ weight }) => weight === "essential");
  const details = sections.filter(({ weight }) => weight !== "essential");
  const output = {
    title: toOneLine(title, MAX_TITLE),
    summary: fitToLimit(essential, "", inEvidence),
    text: fitToLimit(details, renderFoot(context), inEvidence),
  };
  return "pending" in outcome ? { status: outcome.pending, ...output } : { status: "completed", ...outcome, ...output };
}

/** The comment holds what fits. */
function renderComment(sections: readonly Section[], checks: readonly string[], context: ReportContext): string {
  const marker: Section = { weight: "essential", markdown: COMMENT_MARKER };
  const coded = checks.map((name) => formatCode(name));
  const names = [coded.slice(0, -1).join(", "), coded.at(-1)].filter((part) => part !== "").join(" and ");
  const where = checks.length === 1 ? `The check ${names} has the rest` : `The checks ${names} have the rest`;
  const inCheck = `*This is not all: it did not fit into a comment. ${where}.*`;
  return fitToLimit([marker, ...sections], renderFoot(context), inCheck);
}

function renderFoot({ headSha, trainable }: ReportContext): string {
  const parts = [
    `Updated for ${formatCode(headSha.slice(0, 7))}`,
    ...(trainable ? [`${formatCode("/pawl train")} trains again`] : []),
    `[what is this?](${ABOUT_URL})`,
  ];
  return `<sub>${parts.join(" · ")}</sub>`;
}
