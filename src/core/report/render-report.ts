import { CONFIG_FILE } from "../config/parse-project-config.ts";
import { toOneLine } from "./escape-markdown.ts";
import { fitToLimit } from "./fit-to-limit.ts";
import { formatCode } from "./format-code.ts";
import { judgeModel } from "./judge-model.ts";
import type { Conclusion, ModelReport } from "./model-report.ts";
import { annotateConfigIssues, configIssuesText, renderConfigIssues } from "./render-config-issues.ts";
import { renderDataCheck } from "./render-data-check.ts";
import { renderModel } from "./render-model.ts";
import { isPending, overviewText, renderOverview, worstConclusion } from "./render-overview.ts";
import { renderPreview } from "./render-preview.ts";
import { type ReportContext, reportContext } from "./report-context.ts";
import type { RenderedReport, ReportAnnotation, ReportFacts } from "./report-facts.ts";
import type { Section } from "./section.ts";

/** First line of the sticky comment. It finds the comment again among the App's own; it proves nothing. */
export const COMMENT_MARKER = "<!-- pawl:experiment -->";

/** Names of the check runs, held on to by branch protection. */
export const EXPERIMENT_CHECK = "pawl / experiment";
export const DATA_CHECK = "pawl / data";

type ExperimentReport = Omit<RenderedReport, "dataCheck">;

const MAX_TITLE = 255;
const ABOUT_URL = "https://github.com/pawl-ml/pawl#readme";

/** The report on a pull request: comment and check run, each within GitHub's limits. Pure: equal facts make equal bytes. */
export function renderReport(facts: ReportFacts): RenderedReport {
  return { ...renderExperiment(facts), dataCheck: renderDataCheck(facts) };
}

function renderExperiment(facts: ReportFacts): ExperimentReport {
  const context = reportContext(facts);
  const { config } = facts;
  if (config.kind === "absent") return renderAbsent(context);

  const models = facts.models.map((model) => judgeModel(model, context));
  const issues = config.kind === "invalid" ? config.issues : facts.headConfigIssues;
  const on = config.kind === "invalid" ? config.on : "head";
  const sections: Section[] = [
    ...(issues.length === 0 ? [] : [renderConfigIssues(issues, on, context)]),
    ...(config.kind === "preview" ? [renderPreview(config.project, context)] : []),
    ...(facts.fileListTruncated ? [TRUNCATED] : []),
    ...renderOverview(models),
    ...models.flatMap((model) => renderModel(model, context, models.length > 1 ? 4 : 3)),
  ];
  if (issues.length > 0) {
    const annotations = on === "head" ? annotateConfigIssues(issues) : [];
    return finish(sections, context, configIssuesText(issues, MAX_TITLE), { conclusion: "failure", annotations });
  }
  if (models.length === 0)
    return config.kind === "preview" ? finishPreview(sections, context) : renderUntouched(facts, context);
  if (isPending(models))
    return finish(sections, context, overviewText(models, MAX_TITLE), { pending: pendingStatus(models) });
  return finish(sections, context, overviewText(models, MAX_TITLE), {
    conclusion: worstConclusion(models),
    annotations: [],
  });
}

const TRUNCATED: Section = {
  weight: "essential",
  markdown:
    "⚠️ GitHub lists only the first 3,000 files of a pull request; models that only later files touch are missing here.",
};

type Outcome =
  | { readonly pending: "queued" | "in_progress" }
  | { readonly conclusion: Conclusion; readonly annotations: readonly ReportAnnotation[] };

function pendingStatus(models: readonly ModelReport[]): "queued" | "in_progress" {
  const waiting = models.filter(({ headline }) => headline.conclusion === "pending");
  return waiting.every(({ headline }) => headline.kind === "queued") ? "queued" : "in_progress";
}

/** The comment holds what fits; the check has twice the room: what decides in its summary, the rest in its text. */
function finish(
  sections: readonly Section[],
  context: ReportContext,
  title: string,
  outcome: Outcome,
): ExperimentReport {
  const marker: Section = { weight: "essential", markdown: COMMENT_MARKER };
  const foot = renderFoot(context);
  const inCheck = `*This is not all: it did not fit into a comment. The check ${formatCode(EXPERIMENT_CHECK)} has the rest.*`;
  const inEvidence = "*This is not all: it did not fit. The evidence artifacts of the workflow runs have the rest.*";
  const details = sections.filter(({ weight }) => weight !== "essential");
  const output = {
    title: toOneLine(title, MAX_TITLE),
    summary: fitToLimit(
      sections.filter(({ weight }) => weight === "essential"),
      "",
      inEvidence,
    ),
    text: fitToLimit(details, foot, inEvidence),
  };
  return {
    comment: fitToLimit([marker, ...sections], foot, inCheck),
    check:
      "pending" in outcome ? { status: outcome.pending, ...output } : { status: "completed", ...outcome, ...output },
  };
}

function finishPreview(sections: readonly Section[], context: ReportContext): ExperimentReport {
  return finish(sections, context, `${CONFIG_FILE} is valid and counts once merged`, {
    conclusion: "neutral",
    annotations: [],
  });
}

function renderUntouched({ fileListTruncated }: ReportFacts, context: ReportContext): ExperimentReport {
  const summary = "No file of this pull request belongs to a model.";
  const sections: Section[] = [
    { weight: "essential", markdown: "### ☑️ No model change" },
    { weight: "essential", markdown: summary },
    ...(fileListTruncated ? [TRUNCATED] : []),
  ];
  const { comment, check } = finish(sections, context, "No model change", {
    conclusion: fileListTruncated ? "neutral" : "success",
    annotations: [],
  });
  return { comment: undefined, ...(comment === undefined ? {} : { commentIfOneExists: comment }), check };
}

function renderAbsent(context: ReportContext): ExperimentReport {
  const markdown = `### ⚪ Nothing to report\n\nThere is no ${formatCode(CONFIG_FILE)} on ${formatCode(context.baseRef)}. Pawl begins when there is one.`;
  const { comment, check } = finish([{ weight: "essential", markdown }], context, `No ${CONFIG_FILE}`, {
    conclusion: "neutral",
    annotations: [],
  });
  return { comment: undefined, ...(comment === undefined ? {} : { commentIfOneExists: comment }), check };
}

function renderFoot({ headSha, trainable }: ReportContext): string {
  const parts = [
    `Updated for ${formatCode(headSha.slice(0, 7))}`,
    ...(trainable ? [`${formatCode("/pawl train")} trains again`] : []),
    `[what is this?](${ABOUT_URL})`,
  ];
  return `<sub>${parts.join(" · ")}</sub>`;
}
