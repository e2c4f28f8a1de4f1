import type { RetrainPlan } from "../config/monitoring-plan.ts";
import type { DriftFinding } from "../evidence/drift-evidence.ts";
import type { Window } from "../monitoring/monitoring.ts";
import { renderWindowLine } from "../monitoring/render-window-line.ts";
import { renderWindows } from "../monitoring/render-windows.ts";
import { fitToLimit } from "../report/fit-to-limit.ts";
import { formatCode } from "../report/format-code.ts";
import { formatInstant, formatNumber, formatPlain } from "../report/format-number.ts";
import { foldedSection, type Section } from "../report/section.ts";
import type { AppliedEdit } from "./apply-edits.ts";
import { describeCause } from "./describe-cause.ts";
import { describeTraining } from "./describe-training.ts";
import { renderChangedLines } from "./render-changed-lines.ts";
import { renderDriftFindings } from "./render-drift-findings.ts";
import type { DataWindow, RetrainingRecord } from "./retraining.ts";

/** Everything that the text of a retraining pull request is made from. */
export interface RetrainingBodyFacts {
  readonly model: string;
  readonly record: RetrainingRecord;
  readonly plan: RetrainPlan;
  /** Those to which registration itself opens the promotion pull request (`open: auto`). */
  readonly environments: readonly string[];
  /** All that are known, in any order. */
  readonly windows: readonly Window[];
  /** What the newest window that drifted found, as its drift document has it. */
  readonly findings: readonly DriftFinding[];
  /** What the App's commit changes; empty where the training itself commits what changes. */
  readonly changes: readonly AppliedEdit[];
  /** `https://github.com/acme/flights`. */
  readonly repositoryUrl: string;
}

/** Windows that are shown. */
const SHOWN = 12;

/** First line of the pull request's text. It names, it proves nothing. */
export function retrainingMarker(model: string, counter: number): string {
  return `<!-- pawl:retraining ${model} ${String(counter)} -->`;
}

/** Text of the App's pull request: at most what GitHub takes, beginning with the marker, the same as long as its facts are. */
export function renderRetrainingBody(facts: RetrainingBodyFacts): string {
  const { model, record, windows, findings, changes, plan } = facts;
  const sections: readonly Section[] = [
    { weight: "essential", markdown: `${retrainingMarker(model, record.counter)}\n${describeCause(facts)}` },
    ...section("essential", windowLine(windows)),
    ...section("useful", renderDriftFindings(findings, "what drifted in the newest window")),
    { weight: "essential", markdown: whatChanges(record.window, changes, plan) },
    { weight: "essential", markdown: whatHappens(facts) },
    { weight: "essential", markdown: howToStop(record, plan) },
    ...history(windows),
  ];
  return `${fitToLimit(sections, "", "More than GitHub shows here: the ledger has all of it.").trimEnd()}\n`;
}

function section(weight: Section["weight"], markdown: string): readonly Section[] {
  return markdown === "" ? [] : [{ weight, markdown }];
}

function windowLine(windows: readonly Window[]): string {
  if (windows.length === 0) return "";
  return `**Last windows** (oldest first, from ▅ on it counts) · ${renderWindowLine(windows, { atMost: SHOWN })}`;
}

function history(windows: readonly Window[]): readonly Section[] {
  const markdown = renderWindows(windows, { atMost: SHOWN });
  return markdown === "" ? [] : [foldedSection(`The last ${String(SHOWN)} windows in numbers`, markdown)];
}

function whatChanges(window: DataWindow | undefined, changes: readonly AppliedEdit[], plan: RetrainPlan): string {
  const data =
    window === undefined
      ? "Which data it learns from, the training itself decides."
      : `It learns from data ${window.start === undefined ? "up to" : `from ${formatInstant(window.start)} to`} ${formatInstant(window.end)}; that stays so until the training has reported.`;
  const edits =
    changes.length === 0
      ? `No file is edited: ${formatCode(plan.workflow)} commits what changes, such as the pointer to its data.`
      : renderChangedLines(changes);
  return `**What this changes** · ${data}\n\n${edits}`;
}

function whatHappens({ record, plan, environments }: RetrainingBodyFacts): string {
  const names = environments.map((name) => formatCode(name)).join(" and ");
  const promoted =
    environments.length === 0
      ? "promoting it is up to you."
      : `its promotion pull ${environments.length === 1 ? "request" : "requests"} to ${names} follow${environments.length === 1 ? "s" : ""}.`;
  return `**What happens now** · ${describeTraining(record, plan.workflow)} After the merge its version is registered, and ${promoted}`;
}

function howToStop({ cause, state }: RetrainingRecord, plan: RetrainPlan): string {
  if (state === "hands-off") {
    return "**Hands off** · Somebody pushed to this branch, so Pawl changes nothing on it any more. Merge it, or close it.";
  }
  const again = `${formatNumber(plan.worseBy * cause.severity, 1)} times what counts`;
  const snoozed =
    cause.kind === "person"
      ? "Closing it ends this retraining."
      : `Closing it lets this cause rest until it is ${formatPlain(plan.worseBy)} times as large (${again}).`;
  return `**How to stop it** · ${snoozed} A commit of yours on this branch makes it yours: Pawl keeps its hands off. \`/pawl hold\` stops retraining of this model until \`/pawl resume\`.`;
}
