import type { DataEvidence } from "../evidence/data-evidence.ts";
import { formatFingerprint } from "../evidence/run-evidence.ts";
import type { DatasetReport } from "./dataset-report.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import { formatCount, formatInstant, formatQuantity } from "./format-number.ts";
import type { ReportContext } from "./report-context.ts";
import type { Accepted } from "./report-facts.ts";
import { formatLink } from "./sentence.ts";

const SHOWN_NOTES = 10;

/** `**Data** sha256:9f2c… → sha256:11aa…`, and where what is said about both comes from. */
export function renderDataLineage({ evidence, base, facts }: DatasetReport, context: ReportContext): string {
  if (evidence === undefined) return "";
  const { document } = evidence;
  const { source, contract, reference } = document;
  const files = source.files === 1 ? "" : `, ${formatQuantity(source.files, "file")}`;
  const bytes = source.bytes === undefined ? "" : `, ${formatQuantity(source.bytes, "byte")}`;
  const items = [
    `**This pull request** · commit ${commitLink(context.headSha, context)} · ${formatCode(source.path, 120)}${files}${bytes} · ${fingerprint(document)} · ${origin(evidence)}`,
    ...(contract === undefined
      ? []
      : [
          `contract ${formatCode(contract.path, 120)}${contract.version === undefined ? "" : `, version ${formatCode(contract.version, 40)}`} · ${formatCode(`sha256:${contract.sha256.slice(0, 12)}…`)}`,
        ]),
    ...(base === undefined
      ? []
      : [
          `**Before** · commit ${commitLink(base.evidence.document.identity.commit, context)}, ${base.isMergeBase ? "which this branch started from" : `the nearest earlier one with evidence`} · ${fingerprint(base.evidence.document)} · ${origin(base.evidence)}`,
        ]),
    ...(reference === undefined
      ? []
      : [
          `bins chosen by the data of ${commitLink(reference.commit, context)} · evidence ${formatCode(`sha256:${reference.document.slice(0, 12)}…`)}`,
        ]),
    `workflow ${formatCode(facts.plan.workflow)}`,
    ...notes(document),
  ];
  return items.map((item) => `- ${item}`).join("\n");
}

/** `sha256:9f2c1a34…` before and now, or that it is the same. */
export function renderFingerprints({ evidence, base, sameData }: DatasetReport): string {
  const now = evidence?.document.dataset;
  if (now === undefined) return "";
  const before = base?.evidence.document.dataset;
  if (before === undefined || sameData) return `${shortFingerprint(now)}${sameData ? ", unchanged" : ""}`;
  return `${shortFingerprint(before)} → ${shortFingerprint(now)}`;
}

function shortFingerprint(dataset: NonNullable<DataEvidence["dataset"]>): string {
  return formatCode(`${formatFingerprint({ ...dataset, value: dataset.value.slice(0, 8) })}…`);
}

function fingerprint({ dataset }: DataEvidence): string {
  return dataset === undefined ? "fingerprint not known" : `fingerprint ${formatCode(formatFingerprint(dataset))}`;
}

function origin({ workflowRun, document, digest, standing }: Accepted<DataEvidence>): string {
  const attempt = workflowRun.attempt > 1 ? `, attempt ${String(workflowRun.attempt)}` : "";
  const link = formatLink(`run ${String(workflowRun.number)}`, workflowRun.url);
  const kept = standing === "fork" ? " (of a fork, not kept)" : "";
  return `${link}${attempt}, ${formatInstant(document.finishedAt)} · evidence ${formatCode(`sha256:${digest.slice(0, 12)}…`)}${kept}`;
}

function notes({ notes: all }: DataEvidence): string[] {
  const shown = all.slice(0, SHOWN_NOTES).map((note) => `note: ${escapeMarkdown(note, 500)}`);
  return all.length > SHOWN_NOTES
    ? [...shown, `${formatCount(all.length - SHOWN_NOTES)} more notes are in the evidence`]
    : shown;
}

function commitLink(sha: string, { serverUrl, repository }: ReportContext): string {
  return formatLink(formatCode(sha.slice(0, 7)), `${serverUrl}/${repository}/commit/${sha}`);
}
