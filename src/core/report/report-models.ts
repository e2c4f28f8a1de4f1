import { CONFIG_FILE } from "../config/parse-project-config.ts";
import { formatCode } from "./format-code.ts";
import type { ModelReport } from "./model-report.ts";
import { annotateConfigIssues } from "./render-config-issues.ts";
import { renderModel } from "./render-model.ts";
import { isPending, overviewText, renderOverview, worstConclusion } from "./render-overview.ts";
import type { ReportContext } from "./report-context.ts";
import type { ReportFacts } from "./report-facts.ts";
import type { ReportPart } from "./report-part.ts";

const MAX_TITLE = 255;

/** What the report says about models: its sections, and what the check run about the experiment says. */
export function reportModels(
  facts: ReportFacts,
  models: readonly ModelReport[],
  context: ReportContext,
  configIssues: string | undefined,
): ReportPart {
  const { config } = facts;
  if (config.kind === "absent") return reportAbsent(context);
  const sections = [
    ...renderOverview(models),
    ...models.flatMap((model) => renderModel(model, context, models.length > 1 ? 4 : 3)),
  ];
  if (configIssues !== undefined) {
    const issues = config.kind === "invalid" ? config.issues : facts.headConfigIssues;
    const onHead = config.kind !== "invalid" || config.on === "head";
    const annotations = onHead ? annotateConfigIssues(issues) : [];
    return { sections, title: configIssues, outcome: { conclusion: "failure", annotations } };
  }
  if (models.length === 0) {
    if (config.kind !== "preview") return reportUntouched(facts);
    const title = `${CONFIG_FILE} is valid and counts once merged`;
    return { sections, title, outcome: { conclusion: "neutral", annotations: [] } };
  }
  const outcome = isPending(models)
    ? { pending: pendingStatus(models) }
    : { conclusion: worstConclusion(models), annotations: [] };
  return { sections, title: overviewText(models, MAX_TITLE), outcome };
}

function pendingStatus(models: readonly ModelReport[]): "queued" | "in_progress" {
  const waiting = models.filter(({ headline }) => headline.conclusion === "pending");
  return waiting.every(({ headline }) => headline.kind === "queued") ? "queued" : "in_progress";
}

function reportUntouched({ fileListTruncated }: ReportFacts): ReportPart {
  return {
    sections: [
      { weight: "essential", markdown: "### ☑️ No model change" },
      { weight: "essential", markdown: "No file of this pull request belongs to a model." },
    ],
    title: "No model change",
    outcome: { conclusion: fileListTruncated ? "neutral" : "success", annotations: [] },
  };
}

function reportAbsent({ baseRef }: ReportContext): ReportPart {
  const markdown = `### ⚪ Nothing to report\n\nThere is no ${formatCode(CONFIG_FILE)} on ${formatCode(baseRef)}. Pawl begins when there is one.`;
  return {
    sections: [{ weight: "essential", markdown }],
    title: `No ${CONFIG_FILE}`,
    outcome: { conclusion: "neutral", annotations: [] },
  };
}
