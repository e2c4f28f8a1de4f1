import type { RunEvidence } from "../evidence/run-evidence.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import { formatCount, formatInstant } from "./format-number.ts";
import { listNames } from "./list-names.ts";
import type { ModelReport } from "./model-report.ts";
import type { ReportContext } from "./report-context.ts";
import type { Accepted, BaselineFacts } from "./report-facts.ts";
import { formatLink, sentenceToMarkdown } from "./sentence.ts";

const SHOWN_OUTPUTS = 8;
const SHOWN_NOTES = 10;

/** Where every number comes from: commits, workflow runs, digests. */
export function renderLineage(report: ModelReport, context: ReportContext): string {
  const { run, evaluation, facts } = report;
  if (run === undefined && evaluation === undefined) return "";
  const workflow = `workflow ${formatCode(facts.plan.workflow)} (${facts.workflowChanged ? "changed here" : `same as on ${formatCode(context.baseRef)}`})`;
  const items = [
    `**This pull request** · commit ${commitLink(context.headSha, context)} · ${workflow}`,
    ...(run === undefined ? [] : runItems(run)),
    ...(evaluation === undefined
      ? []
      : [
          `evaluation · ${origin(evaluation)}${evaluation.document.predictions === undefined ? "" : ` · predictions ${digest(evaluation.document.predictions.sha256)}`}`,
        ]),
    ...(facts.baseline === undefined ? [] : [`**Baseline** · ${describeOther(facts.baseline, context)}`]),
    ...(facts.champion === undefined
      ? []
      : [
          `**Champion** · ${formatCode(facts.champion.alias)}, version ${String(facts.champion.version)} · ${describeOther(facts.champion, context)}`,
        ]),
    ...notes(report),
  ];
  return items.map((item) => `- ${item}`).join("\n");
}

function runItems(run: Accepted<RunEvidence>): string[] {
  const { outputs, readers, reused, environment } = run.document;
  const files = outputs.slice(0, SHOWN_OUTPUTS).map(({ path, sha256 }) => `${formatCode(path, 80)} ${digest(sha256)}`);
  const more = outputs.length > files.length ? `, and ${formatCount(outputs.length - files.length)} more` : "";
  const python = environment.python === undefined ? "" : ` · Python ${formatCode(environment.python.version)}`;
  return [
    `training · ${origin(run)} · command ${formatCode(run.document.command, 120)}${python}`,
    ...(reused === undefined
      ? []
      : [
          `reused from run ${String(reused.workflowRunNumber)} of ${formatCode(reused.commit.slice(0, 7))}, ${formatInstant(reused.finishedAt)}: its inputs are equal`,
        ]),
    `metrics read by ${formatCode(readers.reader)}${readers.files.length === 0 ? "" : sentenceToMarkdown([" from ", ...listNames(readers.files, 3)])}`,
    ...(files.length === 0 ? [] : [`outputs · ${files.join(", ")}${more}`]),
  ];
}

function origin(
  { workflowRun, document, digest: sha256, standing }: Accepted<RunEvidence | ModelReportEvaluation>,
  digits = 64,
): string {
  const attempt = workflowRun.attempt > 1 ? `, attempt ${String(workflowRun.attempt)}` : "";
  const link = formatLink(`run ${String(workflowRun.number)}`, workflowRun.url);
  const kept = standing === "fork" ? " (of a fork, not kept)" : "";
  return `${link}${attempt}, ${formatInstant(document.finishedAt)} · evidence ${digest(sha256, digits)}${kept}`;
}

type ModelReportEvaluation = NonNullable<ModelReport["evaluation"]>["document"];

function describeOther({ run, evaluation, commit, isMergeBase }: BaselineFacts, context: ReportContext): string {
  const where = isMergeBase ? "the commit that this branch started from" : "the nearest earlier commit with a run";
  const documents = [
    ...(run === undefined ? [] : [`training ${origin(run, 12)}`]),
    ...(evaluation === undefined ? [] : [`evaluation ${origin(evaluation, 12)}`]),
  ];
  return [`${commitLink(commit, context)}, ${where}`, ...documents].join(" · ");
}

function notes({ run, evaluation }: ModelReport): string[] {
  const all = [
    ...(run?.document.readers.problems ?? []),
    ...(run?.document.notes ?? []),
    ...(evaluation?.document.notes ?? []),
  ];
  const shown = [...new Set(all)].slice(0, SHOWN_NOTES).map((note) => `note: ${escapeMarkdown(note, 500)}`);
  return all.length > SHOWN_NOTES
    ? [...shown, `${formatCount(all.length - SHOWN_NOTES)} more notes are in the evidence`]
    : shown;
}

function digest(sha256: string, digits = 64): string {
  return formatCode(`sha256:${sha256.slice(0, digits)}${digits < sha256.length ? "…" : ""}`);
}

function commitLink(sha: string, { serverUrl, repository }: ReportContext): string {
  return formatLink(formatCode(sha.slice(0, 7)), `${serverUrl}/${repository}/commit/${sha}`);
}
