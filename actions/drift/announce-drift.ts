import { describeExceeded } from "../../src/core/drift/describe-exceeded.ts";
import { wordsSince } from "../../src/core/drift/history/words-since.ts";
import { describeConcept } from "../../src/core/drift/render-performance.ts";
import type { DriftEvidence } from "../../src/core/evidence/drift-evidence.ts";
import { describeAlarm } from "../../src/core/monitoring/describe-alarm.ts";
import { logLine, logMessage } from "../../src/runner/workflow-commands.ts";

/** GitHub shows so many annotations of each level for a step. */
const MAX_ANNOTATIONS = 10;

/** Says in the job's log what was found: the first of it as annotations. */
export function announceDrift(evidence: DriftEvidence, fails: boolean): void {
  const { outcome, verdict, reason, current, reference, performance, alarm } = evidence;
  if (outcome.kind !== "succeeded") return;
  const said = [
    ...evidence.findings
      .filter((finding) => finding.verdict === "drift")
      .map((finding) => wordsSince(finding, current.name)),
    ...evidence.scores.filter(({ exceeded }) => exceeded === true).map(describeExceeded),
  ];
  for (const words of describeConcept(performance?.windows ?? []).slice(0, MAX_ANNOTATIONS))
    logMessage("warning", words);
  for (const words of said.slice(0, MAX_ANNOTATIONS)) logMessage(fails ? "error" : "warning", words);
  for (const words of said.slice(MAX_ANNOTATIONS)) logLine(words);
  if (alarm) logMessage("warning", `Alarm: ${describeAlarm(alarm)}.`);
  const before = reference.reduce((sum, { rows }) => sum + rows, 0);
  logLine(`${String(current.rows)} rows against ${String(before)}. Verdict: ${verdict}. ${reason}`);
}
